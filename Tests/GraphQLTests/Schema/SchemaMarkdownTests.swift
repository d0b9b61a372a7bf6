import GraphQL
import Testing

@Suite struct SchemaMarkdownTests {
    @Test func `a schema becomes a document with its root fields first`() throws {
        let schema = try Schema(
            sdl: """
                "Marks." directive @mark("Which." of: Kind = A) on OBJECT
                "Kinds." enum Kind { "The first." A B @deprecated(reason: "Use A.") }
                interface Node { id: ID! }
                "A film,\\n of course." type Movie implements Node { id: ID! }
                "Reading." type Query { "Films." movies("How many." first: Int = 20): [Movie!]! }
                scalar Date @specifiedBy(url: "https://dates.example")
                union Any = Movie
                input Choice @oneOf { a: Date }
                """)
        #expect(
            schema.markdown(title: "Films") == #"""
                # Films

                ## Query

                Reading.

                Object.

                - **movies**: \[[Movie](#movie)!\]! – Films.
                  - **first**: Int = `20` – How many.

                ## Any

                Union: [Movie](#movie).

                ## Choice

                Input, exactly one field is given.

                - **a**: [Date](#date)

                ## Date

                Scalar, [specified here](https://dates.example).

                ## Kind

                Kinds.

                Enum.

                - `A` – The first.
                - `B` *Deprecated: Use A.*

                ## Movie

                A film,  of course.

                Object, implements [Node](#node).

                - **id**: ID!

                ## Node

                Interface: [Movie](#movie).

                - **id**: ID!

                ## Directives

                - **@mark** – Marks.
                  - **of**: [Kind](#kind) = `A` – Which.

                """#)
    }
}
