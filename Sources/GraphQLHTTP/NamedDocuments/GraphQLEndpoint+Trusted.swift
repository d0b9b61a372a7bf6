import GraphQL

extension GraphQLEndpoint {
    /// Prepares the trusted documents that a request can mean by nothing but their ID; returns how many there are.
    package func prepareTrustedDocuments() async -> Int {
        var count = 0
        for id in operations.trusted?.ids ?? [] {
            let request = try? NamedRequest(
                documentID: id, extensions: .null, document: nil, operationName: nil, variables: .null)
            if let request, (try? await operations.find(request, limit: { nil })) != nil { count += 1 }
        }
        return count
    }
}
