private import COpenSSL

/// A SHA-256 (FIPS 180-4) of something secret: what is stored and looked up in its place.
package struct Digest: Hashable, Sendable {
    /// 32 of them.
    package let bytes: [UInt8]

    /// Of a text's UTF-8 bytes.
    package init(of text: some StringProtocol) { self.init(of: Array(text.utf8)) }

    package init(of content: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = unsafe SHA256(content, content.count, &digest)
        bytes = digest
    }

    // Any eight bytes of a hash are a hash.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}

/// HMAC with SHA-256 (RFC 2104).
enum MessageCode {
    /// 32 bytes.
    static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var count = UInt32(code.count)
        let made = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, &count)
        precondition(unsafe made != nil, "OpenSSL refuses HMAC with SHA-256")
        return code
    }
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
