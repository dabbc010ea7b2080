# The application with the entrypoint that ships for Lychee. /bin/sh is dash.
FROM lychgate-stack/debian:bookworm
RUN apt-get update -q \
 && apt-get install -q -y --no-install-recommends \
      php-cli php-mysql php-redis php-laravel-framework procps \
 && rm -rf /var/lib/apt/lists/*
COPY app /app
# The group may write, since a container whose user is any number is of group 0.
RUN mkdir -p /app/bootstrap/cache /app/storage \
 && chmod g+w /app/bootstrap/cache /app/storage
COPY entrypoint.sh upstream.sh /usr/local/bin/
WORKDIR /app
ENTRYPOINT ["entrypoint.sh"]
CMD ["php", "-S", "0.0.0.0:8000", "public/index.php"]
