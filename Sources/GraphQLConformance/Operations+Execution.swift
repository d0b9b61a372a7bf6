import GraphQL

/// Execution over plain values, and introspection.
extension Operations {
    static func execute(_ request: JSONValue) async -> [JSONMember] {
        let key: PlainKey = request["keyedBy"]?.string == "responseKey" ? .responseKey : .fieldName
        do throws(SchemaErrors) {
            var options = EngineOptions<PlainRoot>()
            // graphql-js has none; some of the recorded documents go beyond ours.
            options.limits = .none
            let engine = Engine(
                plain: try schema(.array([request["schema"] ?? .null]), checksSDL: false), keyedBy: key,
                options: options)
            let response = await engine.execute(
                Source(request["document"]?.string ?? ""),
                root: PlainValue(recorded: request["rootData"] ?? .null, counters: Counters()),
                variables: request["variables"] ?? .null, operationName: request["operationName"]?.string,
                rules: request["skipValidation"]?.boolean == true ? ValidationRules([]) : .specified)
            return members(of: response)
        } catch {
            return [JSONMember("failed", .string(error.description))]
        }
    }

    static func introspect(_ request: JSONValue) async -> [JSONMember] {
        do throws(SchemaErrors) {
            return members(of: await (try schema(request["sources"], checksSDL: true)).introspect())
        } catch {
            return [JSONMember("failed", .string(error.description))]
        }
    }

    /// The answer's members, its errors without the codes that are ours alone.
    private static func members(of response: Response) -> [JSONMember] {
        let bytes = Array(response.bytes.text.utf8)
        guard let answer = try? JSONReader.value(of: bytes.span, maxDepth: 10_000) else {
            return [JSONMember("failed", .string("The answer is no JSON."))]
        }
        return (answer.object ?? []).map { member in
            guard member.name == "errors" else { return member }
            return JSONMember("errors", .array((member.value.array ?? []).map(withoutCode)))
        }
    }

    private static let ownCodes: Set<JSONValue> = [
        .string(ErrorCode.parseFailed.rawValue), .string(ErrorCode.validationFailed.rawValue),
        .string(ErrorCode.badUserInput.rawValue), .string(ErrorCode.internal.rawValue),
        .string(OperationLimit.errors.code.rawValue),
    ]

    private static func withoutCode(_ error: JSONValue) -> JSONValue {
        guard let code = error["extensions"]?["code"], ownCodes.contains(code) else { return error }
        return .object((error.object ?? []).filter { $0.name != "extensions" })
    }
}
