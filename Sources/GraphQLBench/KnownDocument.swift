import EventLoop
import GraphQL
import GraphQLHTTP

/// A server's endpoint that has prepared a document before, and the JSON body of a request that sends it again.
struct KnownDocument {
    /// How many requests come at once, so that going to the loop's thread does not count.
    static let requests = 1_000

    private let loop: EventLoop
    private let endpoint: GraphQLEndpoint<PlainRoot>
    private let body: [UInt8]

    init(document: [UInt8]) throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        loop = group.loops[0]
        let schema = try Schema(sdl: String(decoding: try bytes(ofFile: "schema.graphql"), as: UTF8.self))
        endpoint = GraphQLEndpoint(
            loop: loop, engine: Engine(plain: schema), configuration: GraphQLHTTPConfiguration(),
            makeContext: { _, _, _ in PlainRoot([:]) })
        var json = ResponseBuffer()
        json.append("{\"query\":")
        json.appendString(String(decoding: document, as: UTF8.self))
        json.append("}")
        body = Array(json.finish().text.utf8)
    }

    /// Finds the operation of each request; answers how many were known.
    func find() async -> Int {
        await withCheckedContinuation { continuation in
            loop.execute { [endpoint, body] in
                let known = (0..<Self.requests).count { _ in (try? endpoint.findOperation(ofBody: body.span)) == true }
                continuation.resume(returning: known)
            }
        }
    }
}
