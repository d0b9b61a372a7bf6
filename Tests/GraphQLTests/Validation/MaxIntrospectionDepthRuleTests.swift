import GraphQL
import Testing

@Suite struct MaxIntrospectionDepthRuleTests {
    @Test func `two lists inside each other are usual`() throws {
        let found = try complaints(
            .maxIntrospectionDepth, "{ __schema { types { fields { type { fields { name } } } } } }")
        #expect(found.isEmpty)
    }

    @Test func `the third is too deep`() throws {
        let found = try complaints(
            .maxIntrospectionDepth,
            #"{ __type(name: "Movie") { fields { type { interfaces { possibleTypes { name } } } } } }"#)
        #expect(
            found == [
                "Maximum introspection depth exceeded (1:3)"
            ])
    }

    @Test func `fragments and aliases hide nothing`() throws {
        let found = try complaints(
            .maxIntrospectionDepth,
            "{ __schema { types { ...A } } } fragment A on __Type { a: fields { type { b: fields { type { ...B } } } } } fragment B on __Type { inputFields { name } }"
        )
        #expect(
            found == [
                "Maximum introspection depth exceeded (1:3)"
            ])
    }

    @Test func `circles end`() throws {
        let found = try complaints(
            .maxIntrospectionDepth, "{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...A } } }")
        #expect(found.isEmpty)
    }

    @Test func `the same names elsewhere are no introspection`() throws {
        let found = try complaints(.maxIntrospectionDepth, "{ movie(id: 1) { fields { fields { fields { id } } } } }")
        #expect(found.isEmpty)
    }
}
