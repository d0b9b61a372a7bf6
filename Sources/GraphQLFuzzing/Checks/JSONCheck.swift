import GraphQL

/// The ways to read a text agree, and a value that is written reads back the same.
enum JSONCheck {
    static func run(_ input: [UInt8]) throws(Complaint) -> Bool {
        let members = try? JSONReader.members(of: input.span)
        let elements = try? JSONReader.elements(of: input.span)
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.value(of: input.span)
        } catch {
            try require(
                0...input.count ~= error.offset && error.line >= 1 && error.column >= 1, "\(error) is out of place")
            // Names that come twice further inside are found only when that value is read.
            try require(
                members == nil && elements == nil || error.message.contains("twice"), "\(error), though parts are read")
            return false
        }
        try require(members?.map(\.name) == value.object?.map(\.name), "members differ")
        for (member, part) in zip(value.object ?? [], members ?? []) {
            try require(read(Array(input[part.value])) == member.value, "the member \(member.name) differs")
        }
        try require(elements?.count == value.array?.count, "elements differ")
        for (element, range) in zip(value.array ?? [], elements ?? []) {
            try require(read(Array(input[range])) == element, "an element differs")
        }
        var written: [UInt8] = []
        value.append(to: &written)
        try require(read(written) == value, "differs once written: \(String(decoding: written, as: UTF8.self))")
        return true
    }

    private static func read(_ bytes: [UInt8]) -> JSONValue? { try? JSONReader.value(of: bytes.span) }
}
