private import COpenSSL

/// A key pair of Ed25519 (RFC 8032), or its public half: owns OpenSSL's key.
@safe package final class Ed25519Key: Sendable {
    /// OpenSSL changes a key no more once it has been made, so every thread may use it.
    nonisolated(unsafe) private let raw: OpaquePointer
    /// 32 bytes.
    package let publicKey: [UInt8]
    /// What names the key: its thumbprint (RFC 7638, with the members of RFC 8037).
    package let id: String

    /// A new pair.
    package static func make() -> Ed25519Key {
        guard let key = Ed25519Key(seed: Randomness.bytes(32)) else { preconditionFailure("OpenSSL lacks Ed25519") }
        return key
    }

    /// The pair that 32 bytes stand for; nil for another number of bytes.
    package convenience init?(seed: [UInt8]) {
        guard let raw = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else { return nil }
        unsafe self.init(taking: raw)
    }

    /// The pair in a file as `openssl genpkey -algorithm ed25519` writes it; nil for any other content.
    package convenience init?(pem: [UInt8]) {
        // OpenSSL reads from the array's own memory, which has to stay until it has.
        let read = unsafe pem.withUnsafeBytes { bytes in
            let memory = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { unsafe BIO_free(memory) }
            return unsafe PEM_read_bio_PrivateKey(memory, nil, nil, nil)
        }
        guard let raw = unsafe read else {
            ERR_clear_error()
            return nil
        }
        guard unsafe EVP_PKEY_get_base_id(raw) == EVP_PKEY_ED25519 else {
            unsafe EVP_PKEY_free(raw)
            return nil
        }
        unsafe self.init(taking: raw)
    }

    private init(taking raw: OpaquePointer) {
        unsafe self.raw = raw
        var publicKey = [UInt8](repeating: 0, count: 32)
        var count = publicKey.count
        let isRead = unsafe EVP_PKEY_get_raw_public_key(raw, &publicKey, &count) == 1
        precondition(isRead && count == 32, "a key of Ed25519 has a public half of 32 bytes")
        self.publicKey = publicKey
        let members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"\(Base64.url.encode(publicKey))\"}"
        id = Base64.url.encode(Digest(of: members).bytes)
    }

    deinit { unsafe EVP_PKEY_free(raw) }

    /// The pair as a file holds it (PKCS #8 in PEM).
    package var pem: [UInt8] {
        let memory = unsafe BIO_new(BIO_s_mem())
        defer { unsafe BIO_free(memory) }
        let isWritten = unsafe PEM_write_bio_PrivateKey(memory, raw, nil, nil, 0, nil, nil) == 1
        precondition(isWritten, "OpenSSL could not write a key into memory")
        var content = [UInt8](repeating: 0, count: 1024)
        let count = unsafe BIO_read(memory, &content, Int32(content.count))
        return Array(content.prefix(Int(max(0, count))))
    }

    /// 64 bytes.
    func signature(of message: [UInt8]) -> [UInt8] {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        let isSigned =
            unsafe EVP_DigestSignInit(context, nil, nil, nil, raw) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        precondition(isSigned && count == 64, "OpenSSL could not sign with Ed25519")
        return signature
    }

    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        let isRight =
            unsafe EVP_DigestVerifyInit(context, nil, nil, nil, raw) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        // A wrong signature leaves a record of it in this thread's queue, which nobody else reads.
        if !isRight { ERR_clear_error() }
        return isRight
    }
}
