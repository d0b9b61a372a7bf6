private import COpenSSL

/// Bytes nobody can guess, from OpenSSL's generator.
package enum Randomness {
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let isDone = unsafe RAND_bytes(&bytes, Int32(count)) == 1
        precondition(isDone, "the system has no randomness to give")
        return bytes
    }

    /// A text of URL-safe letters with six random bits each.
    package static func text(bytes count: Int) -> String { Base64.url.encode(bytes(count)) }

    /// A random UUID (RFC 9562, version 4).
    package static func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
