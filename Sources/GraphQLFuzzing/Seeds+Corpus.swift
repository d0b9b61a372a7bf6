package import GraphQL

extension Seeds {
    /// Takes in the texts of a file of recorded cases: whatever stands where cases keep documents, definitions, values
    /// and variables.
    package mutating func add(casesOf file: JSONValue) {
        var engines: [String: Engine<PlainRoot>] = [:]
        for schema in file["schemas"]?.object ?? [] {
            let texts = schema.value.array?.compactMap(\.string) ?? [schema.value.string].compactMap(\.self)
            for text in texts { add(Seed(text), to: .sdl) }
            engines[schema.name] = Self.engine(for: texts)
        }
        for entry in file["cases"]?.array ?? [] {
            for surface in Surface.allCases { add(entry, to: surface) }
            guard let document = entry["document"]?.string else { continue }
            let engine = entry["schema"]?.string.flatMap { engines[$0] } ?? OwnSeeds.engine
            add(Seed(document, engine: engine), to: .validation)
            guard let values = entry["variables"], values.object?.isEmpty == false else { continue }
            add(Seed(Self.written(values), engine: engine, document: document), to: .variables)
        }
    }

    /// Adds what of a case a surface reads without anything beside it.
    private mutating func add(_ entry: JSONValue, to surface: Surface) {
        let texts: [String?] =
            switch surface {
            case .lexer, .document: [entry["source"]?.string, entry["document"]?.string, entry["sdl"]?.string]
            case .sdl: [entry["sdl"]?.string] + (entry["sources"]?.array ?? []).map(\.string)
            case .value: [entry["literal"]?.string]
            case .type: [entry["type"]?.string]
            case .coordinate: [entry["coordinate"]?.string]
            case .json:
                [entry["rootData"], entry["value"]].compactMap(\.self).map {
                    String(decoding: Self.written($0), as: UTF8.self)
                }
            case .validation, .variables: []
            }
        for text in texts { if let text { add(Seed(text), to: surface) } }
    }

    private static func engine(for texts: [String]) -> Engine<PlainRoot>? {
        guard let first = texts.first, var schema = try? Schema(sdl: first) else { return nil }
        for text in texts.dropFirst() {
            guard let extended = try? schema.extended(by: text) else { return nil }
            schema = extended
        }
        return Engine(plain: schema)
    }

    private static func written(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        value.append(to: &bytes)
        return bytes
    }
}
