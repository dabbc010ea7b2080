# What may stand in front of a worker in place of the script: tini and supervisord.
FROM lychgate-stack/app
RUN apt-get update -q \
 && apt-get install -q -y --no-install-recommends supervisor tini \
 && rm -rf /var/lib/apt/lists/*
COPY peers/containers.conf peers/defaults.conf /etc/
