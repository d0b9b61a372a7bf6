import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct PersonMutationsTests {
    private static let all = """
        ... on Person {
          slug name alsoKnownAs biography birthDate deathDate birthPlace knownForDepartment externalIds { imdb tmdb }
        }
        """

    @Test func `a person is made and changed`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("person.whole")
            let id = try await bed.makePerson(
                """
                {"name":"Agnès Test","alsoKnownAs":["A. T.","A. T."],"biography":"Long.","birthDate":"1928-05-30",
                 "birthPlace":"Ixelles","knownForDepartment":"CREATED_BY","externalIds":{"imdb":"nm9500001","tmdb":9500001}}
                """, as: admin)
            #expect(
                try await bed.read(id, Self.all)
                    == #"{"slug":"agnes-test","name":"Agnès Test","alsoKnownAs":["A. T."],"biography":"Long.","#
                    + #""birthDate":"1928-05-30","deathDate":null,"birthPlace":"Ixelles","#
                    + #""knownForDepartment":"CREATED_BY","externalIds":{"imdb":"nm9500001","tmdb":9500001}}"#)
            let payload = try await bed.mutate(
                "updatePerson",
                """
                {"id":"\(id)","person":{"biography":null,"alsoKnownAs":null,"deathDate":"2019-03-29",
                 "externalIds":{"tmdb":null}}}
                """, "person { id }", as: admin)
            #expect(payload["userErrors"]?.array?.isEmpty == true)
            #expect(
                try await bed.read(id, Self.all)
                    == #"{"slug":"agnes-test","name":"Agnès Test","alsoKnownAs":[],"biography":null,"#
                    + #""birthDate":"1928-05-30","deathDate":"2019-03-29","birthPlace":"Ixelles","#
                    + #""knownForDepartment":"CREATED_BY","externalIds":{"imdb":"nm9500001","tmdb":null}}"#)
        }
    }

    @Test func `namesakes get slugs of their own`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("person.namesake")
            for slug in ["same-name", "same-name-2"] {
                let id = try await bed.makePerson(#"{"name":"Same Name"}"#, as: admin)
                #expect(try ownersTexts("select slug from people where id = $1", [.int(id.key)]) == [slug])
            }
        }
    }

    @Test func `nobody dies before birth, whichever day is told last`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("person.days")
            let id = try await bed.makePerson(#"{"name":"Days","birthDate":"1950-01-01"}"#, as: admin)
            for (data, field) in [
                (#"{"deathDate":"1949-12-31"}"#, "deathDate"),
                (#"{"birthDate":"1980-01-01","deathDate":"1970-01-01"}"#, "deathDate"),
            ] {
                let payload = try await bed.mutate(
                    "updatePerson", #"{"id":"\#(id)","person":\#(data)}"#, "person { id }", as: admin)
                #expect(payload.userError == "INVALID_INPUT input.person.\(field)")
            }
            #expect(try await bed.read(id, "... on Person { deathDate }") == #"{"deathDate":null}"#)
        }
    }

    @Test func `what does not fit is told`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("person.misfits")
            for (data, error) in [
                (#"{}"#, "INVALID_INPUT input.person.name"),
                (#"{"name":"   "}"#, "INVALID_INPUT input.person.name"),
                (#"{"name":"N","alsoKnownAs":["a",""]}"#, "INVALID_INPUT input.person.alsoKnownAs.1"),
                (#"{"name":"N","portrait":"ftp://x"}"#, "INVALID_INPUT input.person.portrait"),
                (#"{"name":"N","externalIds":{"imdb":"tt0000001"}}"#, "INVALID_INPUT input.person.externalIds.imdb"),
            ] {
                let payload = try await bed.mutate("createPerson", #"{"person":\#(data)}"#, "person { id }", as: admin)
                #expect(payload.userError == error, "\(payload.text)")
            }
        }
    }
}
