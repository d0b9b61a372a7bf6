internal import GraphQL
internal import GraphQLHTTP

/// The trusted documents an operator names, read from a folder or a manifest.
enum TrustedDocumentFiles {
    private static let setting = "MARQUEE_TRUSTED_DOCUMENTS"

    /// Reads and checks them; nil if the settings name none. Throws all that is wrong with them.
    static func load<Context>(
        _ settings: Settings, engine: Engine<Context>
    ) throws(SettingsError) -> TrustedDocuments? {
        guard let path = settings.trustedDocuments else {
            guard settings.trustedDocumentsMode != .only else {
                throw SettingsError(problems: ["\(setting)_MODE is \"only\", but \(setting) names no documents"])
            }
            return nil
        }
        do {
            let documents = try FileSystem.names(in: path).map { try folder(path, $0) } ?? manifest(path)
            guard !documents.isEmpty else {
                throw SettingsError(problems: ["\(setting): there are no documents in \"\(path)\""])
            }
            return try TrustedDocuments(documents, mode: settings.trustedDocumentsMode, engine: engine)
        } catch let error as SettingsError {
            throw error
        } catch let error as TrustedDocumentsError {
            throw SettingsError(problems: error.problems.map { "\(setting): \($0)" })
        } catch {
            throw SettingsError(problems: ["\(setting): \(error)"])
        }
    }

    /// Each file `ID.graphql` is the document of that id.
    private static func folder(_ path: String, _ names: [String]) throws -> [(id: String, source: Source)] {
        try names.filter { $0.hasSuffix(".graphql") }.map { name in
            let file = "\(path)/\(name)"
            return (String(name.dropLast(".graphql".count)), Source(try FileSystem.content(of: file), name: file))
        }
    }

    /// A JSON object of ids and documents, as Relay's compiler writes it.
    private static func manifest(_ path: String) throws -> [(id: String, source: Source)] {
        let text = try FileSystem.content(of: path)
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.value(of: text.span)
        } catch {
            throw SettingsError(problems: ["\(setting): \(path):\(error.line):\(error.column): \(error.message)"])
        }
        guard let members = value.object else {
            throw SettingsError(problems: [
                "\(setting): \(path) is no manifest; expected a JSON object such as {\"id\": \"document\"}"
            ])
        }
        let problems = members.filter { $0.value.string == nil }.map {
            "\(setting): \(path): \"\($0.name)\" is no text; expected a document"
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return members.map { ($0.name, Source($0.value.string ?? "", name: "\(path): \($0.name)")) }
    }
}
