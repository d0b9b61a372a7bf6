import Testing

@Suite struct PersonTests {
    @Test func `a person answers the facts of a life`() async throws {
        let id = try Catalogue.person("marlon-brando")
        let document = """
            { person(id: "\(id)") { slug name alsoKnownAs biography birthDate deathDate birthPlace knownForDepartment
                portrait { kind } externalIds { imdb } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"person":{"slug":"marlon-brando","name":"Marlon Brando","#
                + #""alsoKnownAs":[],"biography":"Brought the method from the New York stage to film with A Streetcar Named Desire, "#
                + #"and refused his second Oscar.","birthDate":"1924-04-03","deathDate":"2004-07-01","#
                + #""birthPlace":"Omaha, Nebraska, United States","knownForDepartment":"ACTING","portrait":{"kind":"PROFILE"},"#
                + #""externalIds":{"imdb":"nm0000008"}}}}"#)
    }

    @Test func `other names come through whatever they are written in`() async throws {
        let id = try Catalogue.person("akira-kurosawa")
        let document = """
            { known: person(id: "\(id)") { alsoKnownAs } odd: person(id: "P_9001") { alsoKnownAs } }
            """
        #expect(
            try await answer(document) == #"{"data":{"known":{"alsoKnownAs":["黒澤明"]},"#
                + #""odd":{"alsoKnownAs":["O'Neill, \"Nell\"","NULLA","back\\slash","{}"]}}}"#)
    }

    @Test func `a person is known for the most popular titles with a weighty part`() async throws {
        let id = try Catalogue.person("marlon-brando")
        let text = try await answer(#"{ person(id: "\#(id)") { knownFor(first: 1) { __typename kind title } } }"#)
        #expect(
            text == #"{"data":{"person":{"knownFor":[{"__typename":"Movie","kind":"MOVIE","title":"The Godfather"}]}}}"#
        )
        #expect(
            try await answer(#"{ person(id: "P_9002") { knownFor { id } } }"#)
                == #"{"data":{"person":{"knownFor":[]}}}"#)
    }

    @Test func `how many titles may be asked for is bounded`() async throws {
        let text = try await answer(#"{ person(id: "P_9001") { knownFor(first: 21) { id } } }"#)
        #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(text)")
        #expect(text.contains("got 21"), "\(text)")
    }
}
