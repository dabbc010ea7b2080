# busybox and nothing else: the entrypoint with no shell and no tool but its applets.
FROM lychgate-stack/debian:bookworm AS packages
RUN apt-get update -q && apt-get install -q -y --no-install-recommends busybox-static

FROM scratch
COPY --from=packages /bin/busybox /bin/
RUN ["/bin/busybox", "--install", "/bin"]
COPY busybox/php entrypoint.sh /bin/
ENTRYPOINT ["entrypoint.sh"]
CMD ["php", "-S", "0.0.0.0:8000"]
