import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func personMutations(_ schema: Schema) {
        mutation("createPerson", in: schema) { input, call in
            let change = try PersonChange(input.data("person"), isNew: true)
            return try await call.context.edit { try await change.insert($0) }
        } payload: { payload in
            payload.entity("person", PersonStatements.byID) { $0 }
        }
        mutation("updatePerson", in: schema) { input, call in
            let change = try PersonChange(input.data("person"), isNew: false)
            return try await call.context.update(input, .person, EditCommands.person) {
                try await change.update($1, $0)
            }
        } payload: { payload in
            payload.entity("person", PersonStatements.byID) { $0 }
        }
    }
}
