import GraphQL
import PostgreSQL

/// The translations of a mutation: they replace the title's texts in their languages; null takes all away.
struct TitleTexts: Sendable {
    private struct Text: Sendable {
        let language: String
        let title: String?
        let tagline: String?
        let overview: String?

        var isEmpty: Bool { title == nil && tagline == nil && overview == nil }
    }

    private let texts: [Text]
    private let replacesAll: Bool

    /// Nil if the input is silent about them.
    init?(_ data: MutationInput, _ errors: inout [UserError]) {
        guard data.isGiven(Self.field) else { return nil }
        let inputs = data.objects(Self.field)
        replacesAll = inputs == nil
        var texts: [Text] = []
        for input in inputs ?? [] {
            let columns = RowPatch(Self.fields, input, isNew: true, &errors).columns
            let text = Text(
                language: columns["language"]?.string ?? "", title: columns["title"]?.string,
                tagline: columns["tagline"]?.string, overview: columns["overview"]?.string)
            if text.language == "\(LanguageTag.catalogue)" {
                errors.append(
                    .invalid(
                        input.path("language"),
                        "Texts in `\(text.language)` are the title's own: title, tagline and overview."))
            } else if texts.contains(where: { $0.language == text.language }) {
                errors.append(.invalid(input.path("language"), "There is another translation into `\(text.language)`."))
            }
            texts.append(text)
        }
        self.texts = texts
    }

    private static let field = "translations"
    private static let fields = [
        DataField("language", "language", .language, isRequired: true),
        DataField("title", "title", .text), DataField("tagline", "tagline", .text),
        DataField("overview", "overview", .text),
    ]

    func write(of title: Int64, _ edit: Edit) async throws {
        let languages: Parameter = replacesAll ? .null : .texts(texts.map(\.language))
        _ = try await edit.query(TitleTextCommands.remove, [.int(title), languages])
        let told = texts.filter { !$0.isEmpty }
        _ = try await edit.query(
            TitleTextCommands.add,
            [
                .int(title), .texts(told.map(\.language)), .optionalTexts(told.map(\.title)),
                .optionalTexts(told.map(\.tagline)), .optionalTexts(told.map(\.overview)),
            ])
    }
}

enum TitleTextCommands {
    /// Of all languages if `$2` is null.
    static let remove = Statement(
        "title_texts_remove",
        "delete from title_texts where title_id = $1 and ($2::text[] is null or language = any ($2::text[]))")

    static let add = Statement(
        "title_texts_add",
        """
        insert into title_texts (title_id, language, title, tagline, overview)
        select $1, w.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) w
        """)
}
