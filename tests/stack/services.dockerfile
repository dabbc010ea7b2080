# MariaDB and Redis, which one it is says the command. The tables are made here, so
# that a database is there within a second, and each container has its own.
FROM lychgate-stack/debian:bookworm
RUN apt-get update -q \
 && apt-get install -q -y --no-install-recommends \
      mariadb-server-core mariadb-client-core redis-server \
 && rm -rf /var/lib/apt/lists/*
COPY services/tables.sql /
RUN mkdir -p /run/mysqld \
 && mariadb-install-db --user=root --skip-test-db >/dev/null \
 && mariadbd --user=root --bootstrap </tables.sql \
 && chown -R nobody /var/lib/mysql /run/mysqld
USER nobody
WORKDIR /tmp
