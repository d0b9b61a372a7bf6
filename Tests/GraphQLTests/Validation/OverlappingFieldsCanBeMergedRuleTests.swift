import GraphQL
import Testing

@Suite struct OverlappingFieldsCanBeMergedRuleTests {
    @Test func `the same field twice is one field`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            "{ movie(id: 1) { title title t: title } movie(id: 1) { director { name } } }")
        #expect(found.isEmpty)
    }

    @Test func `different fields under one name conflict`() throws {
        let found = try complaints(.overlappingFieldsCanBeMerged, "{ movie(id: 1) { a: title a: year } }")
        #expect(
            found == [
                #"Fields "a" conflict because "title" and "year" are different fields. Use different aliases on the fields to fetch both if this was intentional. (1:18) (1:27)"#
            ])
    }

    @Test func `different arguments conflict, in any order equal ones do not`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            #"{ a: titles(first: 1, after: "x") { id } a: titles(after: "x", first: 1) { id } b: titles(first: 1) { id } b: titles(first: 2) { id } c: titles(filter: { text: "a", kind: MOVIE }) { id } c: titles(filter: { kind: MOVIE, text: "a" }) { id } }"#
        )
        #expect(
            found == [
                #"Fields "b" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional. (1:81) (1:108)"#
            ])
    }

    @Test func `objects of different types never meet`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged, "{ node(id: 1) { ... on Movie { a: title } ... on Person { a: name } } }")
        #expect(found.isEmpty)
    }

    @Test func `but their shapes have to agree`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            "{ node(id: 1) { ... on Movie { runtime lead } ... on Show { runtime lead { name } } } }")
        #expect(
            found == [
                #"Fields "runtime" conflict because they return conflicting types "Int" and "String". Use different aliases on the fields to fetch both if this was intentional. (1:32) (1:61)"#,
                #"Fields "lead" conflict because they return conflicting types "String" and "Person". Use different aliases on the fields to fetch both if this was intentional. (1:40) (1:69)"#,
            ])
    }

    @Test func `an interface meets each of its objects`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            "{ title(by: { id: 1 }) { a: year ... on Movie { a: runtime } ... on Show { a: year } } }")
        #expect(
            found == [
                #"Fields "a" conflict because "year" and "runtime" are different fields. Use different aliases on the fields to fetch both if this was intentional. (1:26) (1:49)"#
            ])
    }

    @Test func `what lies below is told with the way there`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            """
            {
              movie(id: 1) { director { a: name } }
              movie(id: 1) { director { a: id } }
            }
            """)
        #expect(
            found == [
                #"Fields "movie" conflict because subfields "director" conflict because subfields "a" conflict because "name" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional. (2:3) (2:18) (2:29) (3:3) (3:18) (3:29)"#
            ])
    }

    @Test func `fragments are merged into what spreads them`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            """
            { movie(id: 1) { ...A ...B } }
            fragment A on Movie { x: title ...C }
            fragment B on Movie { x: id }
            fragment C on Movie { director { y: name } director { y: id } }
            """)
        #expect(
            found == [
                #"Fields "x" conflict because "title" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional. (2:23) (3:23)"#,
                #"Fields "director" conflict because subfields "y" conflict because "name" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional. (4:23) (4:34) (4:44) (4:55)"#,
            ])
    }

    @Test func `a conflict two operations reach is told once`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged,
            """
            query A { movie(id: 1) { ...F ...G } }
            query B { movie(id: 1) { ...F ...G } }
            fragment F on Movie { x: title }
            fragment G on Movie { x: id }
            """)
        #expect(
            found == [
                #"Fields "x" conflict because "title" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional. (3:23) (4:23)"#
            ])
    }

    @Test func `a streamed field is merged with no other`() throws {
        let found = try complaints(
            .overlappingFieldsCanBeMerged, "{ titles @stream { id } titles { id } }",
            schema: CatalogueSchema.incremental)
        #expect(
            found == [
                #"Fields "titles" conflict because they have overlapping stream directives. Use different aliases on the fields to fetch both if this was intentional. (1:3) (1:25)"#
            ])
    }
}
