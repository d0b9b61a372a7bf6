// swift-tools-version: 6.2
import PackageDescription

/// Settings every Swift target shares: the strictest checking the toolchain offers.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A library target of the house and what it may import. The order below is the order of the layers.
/// Files other than sources that lie among them are named in `exclude`.
func layer(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// The tests of one layer, in the folder of the same name.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "Marquee",
    products: [
        .executable(name: "marquee", targets: ["MarqueeCLI"]),
        .library(name: "GraphQL", targets: ["GraphQL"]),
    ],
    targets: [
        .systemLibrary(name: "CLibevent"),
        .systemLibrary(name: "CLibpq"),
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CWslay"),
        .systemLibrary(name: "CSwiftRuntime"),
        .target(name: "CEmbedded"),
        .target(name: "CByteMarks"),
        layer("GraphQL", ["CByteMarks"]),
        layer("Metrics"),
        layer("EventLoop", ["CLibevent"]),
        layer("HTTPServer", ["EventLoop", "CLibevent", "CZlib", "COpenSSL", "CWslay"]),
        layer("PostgreSQL", ["EventLoop", "Metrics", "CLibpq", "CEmbedded", "CSwiftRuntime"]),
        layer("Redis", ["EventLoop", "CHiredis"]),
        layer("DataLoader", ["EventLoop"]),
        layer("Authentication", ["EventLoop", "GraphQL", "COpenSSL"]),
        layer("GraphQLHTTP", ["GraphQL", "EventLoop", "Metrics", "HTTPServer", "DataLoader", "CEmbedded", "COpenSSL"]),
        layer(
            "Marquee",
            [
                "GraphQL", "EventLoop", "Metrics", "PostgreSQL", "Redis", "DataLoader", "HTTPServer", "Authentication",
                "GraphQLHTTP", "CEmbedded",
            ],
            exclude: ["Administration/seed.sql"]),
        layer("Services", ["CLibpq"]),
        .executableTarget(
            name: "MarqueeCLI",
            dependencies: [
                "Marquee", "GraphQLHTTP", "Authentication", "HTTPServer", "PostgreSQL", "Redis", "EventLoop", "Metrics",
                "GraphQL", "Services",
            ],
            swiftSettings: strict,
            // Takes the place of the C library's allocator (docs/decisions/0004).
            linkerSettings: [.linkedLibrary("mimalloc", .when(platforms: [.linux], configuration: .release))]
        ),
        .executableTarget(
            name: "graphql-conformance", dependencies: ["GraphQL"], path: "Sources/GraphQLConformance",
            swiftSettings: strict),
        layer("GraphQLFuzzing", ["GraphQL"]),
        .executableTarget(
            name: "graphql-fuzz", dependencies: ["GraphQLFuzzing", "GraphQL"], path: "Sources/GraphQLFuzz",
            swiftSettings: strict),
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "graphql-bench", dependencies: ["GraphQL", "GraphQLHTTP", "EventLoop", "CAllocationCount"],
            path: "Sources/GraphQLBench", swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["EventLoop"], path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "DatabaseSupport", dependencies: ["Marquee", "PostgreSQL", "Services"],
            path: "Tests/DatabaseSupport", swiftSettings: strict),
        tests("GraphQLTests", ["GraphQL", "GraphQLFuzzing"]),
        tests("GraphQLFuzzingTests", ["GraphQLFuzzing", "GraphQL"]),
        tests("GraphQLBenchTests", ["graphql-bench", "CAllocationCount"]),
        tests("MetricsTests", ["Metrics"]),
        tests("EventLoopTests", ["EventLoop"]),
        tests("HTTPServerTests", ["HTTPServer", "EventLoop", "TestSupport"]),
        tests("PostgreSQLTests", ["PostgreSQL", "EventLoop", "Metrics", "Services", "TestSupport"]),
        tests("RedisTests", ["Redis", "EventLoop", "Services", "TestSupport"]),
        tests("DataLoaderTests", ["DataLoader", "EventLoop"]),
        tests("AuthenticationTests", ["Authentication", "EventLoop", "TestSupport"]),
        tests(
            "GraphQLHTTPTests", ["GraphQLHTTP", "GraphQL", "HTTPServer", "EventLoop", "Metrics", "TestSupport"]),
        tests(
            "MarqueeTests",
            [
                "Marquee", "GraphQL", "GraphQLHTTP", "Authentication", "PostgreSQL", "Redis", "HTTPServer", "EventLoop",
                "Services", "DataLoader", "Metrics", "TestSupport", "DatabaseSupport",
            ]),
        tests("ServicesTests", ["Services"]),
        tests("MarqueeCLITests", ["MarqueeCLI", "GraphQL", "PostgreSQL", "Redis"]),
        tests(
            "EndToEndTests", ["MarqueeCLI", "EventLoop", "Services", "PostgreSQL", "TestSupport", "DatabaseSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
