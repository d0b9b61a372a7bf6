import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// `createMovie`, `updateMovie` and the same for shows.
    mutating func titleMutations(_ schema: Schema) {
        for kind in [NodeKind.movie, .show] {
            mutation("create\(kind.typeName)", in: schema) { input, call in
                try await call.context.createTitle(kind, input)
            } payload: { payload in
                payload.entity("\(kind)", TitleStatements.byID) { $0 }
                payload.duplicates()
            }
            mutation("update\(kind.typeName)", in: schema) { input, call in
                try await call.context.updateTitle(kind, input)
            } payload: { payload in
                payload.entity("\(kind)", TitleStatements.byID) { $0 }
            }
        }
    }
}

extension ObjectBinder where Parent == Payload<Int64>, Context == RequestContext {
    /// The field with titles of the catalogue that look like the one that was made.
    mutating func duplicates() {
        load("duplicates") { payloads, call in try await call.context.duplicates(of: payloads[0].value, call) }
    }
}

extension RequestContext {
    fileprivate func createTitle(_ kind: NodeKind, _ input: MutationInput) async throws -> Int64 {
        let change = try TitleChange(kind, input.data("\(kind)"), isNew: true)
        return try await make("create\(kind.typeName)", input) { try await change.insert($0) }
    }

    fileprivate func updateTitle(_ kind: NodeKind, _ input: MutationInput) async throws -> Int64 {
        let change = try TitleChange(kind, input.data("\(kind)"), isNew: false)
        return try await update(input, kind, EditCommands.title(kind)) { try await change.update($1, $0) }
    }

    /// None of nothing.
    fileprivate func duplicates(of title: Int64?, _ call: Call) async throws -> Resolved<Title> {
        guard let title else { return Resolved(offsets: [0, 0], values: []) }
        return try await many(
            TitleStatements.alike, [title], needs: call.needs | AttributeSet(TitleColumn.kind), as: caller.viewer)
    }
}
