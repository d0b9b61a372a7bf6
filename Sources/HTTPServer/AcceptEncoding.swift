/// Reads `Accept-Encoding` (RFC 9110, section 12.5.3) as far as gzip is concerned.
enum AcceptEncoding {
    /// True when gzip, or `*` in its place, is named with a quality above zero.
    static func allowsGzip(_ header: String) -> Bool {
        var anyOther: Bool?
        for element in header.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = element.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            let isAccepted = quality(of: parts.dropFirst()) > 0
            switch String(decoding: trim(parts[0]), as: UTF8.self).lowercased() {
            case "gzip", "x-gzip": return isAccepted
            case "*": anyOther = isAccepted
            default: break
            }
        }
        return anyOther ?? false
    }

    /// The `q` parameter, 1 when absent, 0 when it is no number.
    private static func quality(of parameters: ArraySlice<Substring.UTF8View>) -> Double {
        for parameter in parameters {
            let pair = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard pair.count == 2, String(decoding: trim(pair[0]), as: UTF8.self).lowercased() == "q" else { continue }
            return Double(String(decoding: trim(pair[1]), as: UTF8.self)) ?? 0
        }
        return 1
    }

    private static func trim(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }) else { return bytes[bytes.endIndex...] }
        guard let last = bytes.lastIndex(where: { !isBlank($0) }) else { return bytes[bytes.endIndex...] }
        return bytes[first...last]
    }
}
