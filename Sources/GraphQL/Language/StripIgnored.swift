/// The text without anything that means nothing: white space, commas, comments, a block string's indentation. Two
/// tokens keep a space between them only where they would else be read as one.
///
/// Two documents that differ only in such things give the same text.
public func stripIgnoredCharacters(_ source: Source) throws(GraphQLError) -> String {
    let bytes = source.bytes
    let lexer = Lexer(bytes.span)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var needsSpace = false
    var end = 0
    do throws(SyntaxError) {
        while true {
            let token = try lexer.token(from: end)
            end = Int(token.end)
            if token.kind == .endOfFile { return String(decoding: result, as: UTF8.self) }
            if needsSpace, !token.kind.isPunctuator || token.kind == .spread { result.append(UInt8(ascii: " ")) }
            if token.kind == .blockString {
                let value = StringLiteral.value(of: bytes.span, token.range, isBlock: true)
                result.append(contentsOf: Layout.blockString(value, isShort: true).utf8)
            } else {
                result.append(contentsOf: bytes[token.range])
            }
            needsSpace = !token.kind.isPunctuator
        }
    } catch {
        throw error.graphQLError(in: source)
    }
}
