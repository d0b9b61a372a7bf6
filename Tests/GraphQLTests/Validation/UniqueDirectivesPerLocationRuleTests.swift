import GraphQL
import Testing

@Suite struct UniqueDirectivesPerLocationRuleTests {
    @Test func `repeatable ones may be repeated, others in other places`() throws {
        let found = try complaints(
            .uniqueDirectivesPerLocation,
            #"{ movie(id: 1) @note(text: "a") @note(text: "b") @skip(if: true) { id @skip(if: true) } }"#)
        #expect(found.isEmpty)
    }

    @Test func `the first of its place is shown with each other`() throws {
        let found = try complaints(
            .uniqueDirectivesPerLocation,
            "{ movie(id: 1) @skip(if: true) @include(if: true) @skip(if: false) @skip(if: true) { id } }")
        #expect(
            found == [
                #"The directive "@skip" can only be used once at this location. (1:16) (1:51)"#,
                #"The directive "@skip" can only be used once at this location. (1:16) (1:68)"#,
            ])
    }

    @Test func `unknown ones are left to another rule`() throws {
        let found = try complaints(.uniqueDirectivesPerLocation, "{ movie(id: 1) @unknown @unknown { id } }")
        #expect(found.isEmpty)
    }
}
