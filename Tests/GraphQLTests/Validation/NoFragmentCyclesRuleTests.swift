import GraphQL
import Testing

@Suite struct NoFragmentCyclesRuleTests {
    @Test func `fragments may be spread twice, and chains may end`() throws {
        let found = try complaints(
            .noFragmentCycles,
            "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...C } fragment C on Query { __typename }"
        )
        #expect(found.isEmpty)
    }

    @Test func `a fragment may not spread itself`() throws {
        let found = try complaints(.noFragmentCycles, "fragment A on Movie { sequels { ...A } }")
        #expect(
            found == [
                #"Cannot spread fragment "A" within itself. (1:33)"#
            ])
    }

    @Test func `a circle is named with the way around`() throws {
        let found = try complaints(
            .noFragmentCycles,
            """
            fragment A on Query { ...B }
            fragment B on Query { ...C }
            fragment C on Query { ...A }
            """)
        #expect(
            found == [
                #"Cannot spread fragment "A" within itself via "B", "C". (1:23) (2:23) (3:23)"#
            ])
    }

    @Test func `every circle is found`() throws {
        let found = try complaints(
            .noFragmentCycles,
            """
            fragment A on Query { ...B ...C }
            fragment B on Query { ...A }
            fragment C on Query { ...C }
            """)
        #expect(
            found == [
                #"Cannot spread fragment "A" within itself via "B". (1:23) (2:23)"#,
                #"Cannot spread fragment "C" within itself. (3:23)"#,
            ])
    }

    @Test func `spreads of a selection set come before those inside its fields`() throws {
        let found = try complaints(
            .noFragmentCycles,
            """
            fragment A on Movie { director { ...B } ...B }
            fragment B on Movie { ...A }
            """)
        #expect(
            found == [
                #"Cannot spread fragment "A" within itself via "B". (1:41) (2:23)"#
            ])
    }

    @Test func `unknown fragments end a chain`() throws {
        let found = try complaints(.noFragmentCycles, "fragment A on Query { ...Unknown }")
        #expect(found.isEmpty)
    }
}
