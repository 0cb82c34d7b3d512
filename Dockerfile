# Kith on Debian 12: built in one stage, run in another that holds nothing but the program and its libraries.
#
#   docker build -t kith .
#   docker run --read-only -v kith:/data -p 127.0.0.1:8420:8420 kith
#
# The first start prints a link for the first owner (docker logs CONTAINER). A token, while it runs:
#   docker exec CONTAINER kith token create --name "Your Name" --scopes read,write,export,admin

FROM debian:12 AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
      ca-certificates cmake gcc libc6-dev ninja-build nodejs npm pkg-config \
      libjansson-dev libmd4c-dev libmicrohttpd-dev libsodium-dev libsqlite3-dev libutf8proc-dev \
      libzxcvbn-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cmake --preset release && cmake --build --preset release --target kith \
    && strip build/release/kith

FROM debian:12
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
      libjansson4 libmd4c0 libmicrohttpd12 libsodium23 libsqlite3-0 libutf8proc2 libzxcvbn0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 8420 kith && useradd --uid 8420 --gid 8420 --no-create-home --shell /usr/sbin/nologin kith \
    && install -d -o kith -g kith -m 0700 /data
COPY --from=build /src/build/release/kith /usr/local/bin/kith
USER 8420:8420
ENV KITH_DATA=/data KITH_LISTEN=0.0.0.0:8420
VOLUME /data
EXPOSE 8420
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["kith", "healthcheck"]
ENTRYPOINT ["kith"]
CMD ["serve"]
