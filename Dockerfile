# The server alone; docker-compose.yml adds PostgreSQL and Redis. `make check` holds the packages named here against
# scripts/debian-packages.txt, and the settings against those the server knows.

FROM swift:6.3-bookworm AS build

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates \
        libevent-dev \
        libhiredis-dev \
        libmimalloc-dev \
        libpq-dev \
        libssl-dev \
        libwslay-dev \
        python3 \
        python3-pip-whl \
        zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /marquee

# Before the sources, so that a change of them does not fetch the explorer's assets again. Without a network there are
# none, and the folder is empty.
COPY scripts scripts
RUN scripts/fetch-graphiql && mkdir -p .build/graphiql

COPY . .
RUN swift build -c release --static-swift-stdlib --product marquee

FROM debian:12-slim

# The libraries the build linked. Swift's own is inside the binary and needs libstdc++. And pg_dump, for backups.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libevent-2.1-7 \
        libevent-pthreads-2.1-7 \
        libhiredis0.14 \
        libmimalloc2.0 \
        libpq5 \
        libssl3 \
        libstdc++6 \
        libwslay1 \
        postgresql-client \
        zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/marquee marquee

COPY --from=build /marquee/.build/release/marquee /usr/local/bin/marquee
COPY --from=build /marquee/.build/graphiql /usr/local/share/marquee/graphiql

# Inside a container only its own network reaches the port.
ENV MARQUEE_HOST=0.0.0.0 \
    MARQUEE_EXPLORER_ASSETS=/usr/local/share/marquee/graphiql

USER marquee
WORKDIR /var/lib/marquee
EXPOSE 8080

# The slim image has no HTTP client; bash speaks enough of it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -u 3 line && [[ $line == *' 200 '* ]]"]

ENTRYPOINT ["marquee"]
CMD ["serve"]
