import GraphQL
import Testing

@testable import Marquee

@Suite struct GenreMutationsTests {
    @Test func `a genre is made and renamed`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("genre.whole")
            let id = try await bed.made("createGenre", "genre", #"{"slug":"film-noir","name":"Film Noir"}"#, as: admin)
            #expect(try await bed.read(id, "... on Genre { slug name }") == #"{"slug":"film-noir","name":"Film Noir"}"#)
            let payload = try await bed.mutate(
                "updateGenre", #"{"id":"\#(id)","name":"Noir"}"#, "genre { slug name }", as: admin)
            #expect(payload["genre"]?.text == #"{"slug":"film-noir","name":"Noir"}"#)
        }
    }

    @Test func `a slug is one genre's alone`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("genre.taken")
            let id = try await bed.made("createGenre", "genre", #"{"slug":"taken-one","name":"N"}"#, as: admin)
            let made = try await bed.mutate(
                "createGenre", #"{"slug":"taken-one","name":"N"}"#, "genre { id }", as: admin)
            #expect(made.userError == "CONFLICT input.slug")
            #expect(made["userErrors"]?.array?.first?["existing"]?["id"]?.string == id)
            let changed = try await bed.mutate(
                "updateGenre", #"{"id":"G_1","slug":"taken-one"}"#, "genre { id }", as: admin)
            #expect(changed.userError == "CONFLICT input.slug")
            let same = try await bed.mutate(
                "updateGenre", #"{"id":"\#(id)","slug":"taken-one"}"#, "genre { slug }", as: admin)
            #expect(same["genre"]?["slug"]?.string == "taken-one")
        }
    }

    @Test func `what does not fit is told`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("genre.misfits")
            for (data, error) in [
                (#"{"slug":"Has Blanks","name":"N"}"#, "INVALID_INPUT input.slug"),
                (#"{"slug":"-x","name":"N"}"#, "INVALID_INPUT input.slug"),
                (#"{"slug":"G_1","name":"N"}"#, "INVALID_INPUT input.slug"),
                (#"{"slug":"fine","name":" "}"#, "INVALID_INPUT input.name"),
            ] {
                let payload = try await bed.mutate("createGenre", data, "genre { id }", as: admin)
                #expect(payload.userError == error, "\(payload.text)")
            }
        }
    }

    @Test func `an update leaves no genre without slug or name`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("genre.null")
            for (input, error) in [
                (#"{"id":"G_1","slug":null}"#, "INVALID_INPUT input.slug"),
                (#"{"id":"G_1","name":null}"#, "INVALID_INPUT input.name"),
                (#"{"id":"G_999","name":"N"}"#, "NOT_FOUND input.id"),
            ] {
                #expect(try await bed.mutate("updateGenre", input, "genre { id }", as: admin).userError == error)
            }
        }
    }
}
