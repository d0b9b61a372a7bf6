private import Glibc

/// What a prepared operation is found by: the bytes of the document as they came, undecoded, or of its name, and those
/// of the operation's name. It lives as long as the request's body is lent.
struct DocumentKey: ~Escapable {
    /// How the bytes are to be read; the same bytes mean different texts.
    enum Form: UInt8 {
        /// What stands between the quotes of a JSON string.
        case escaped
        case plain
        /// A trusted document's id.
        case id
        /// The document's SHA-256.
        case hash
        /// A request whole: its body or query, and of its head what decides about the answer.
        case body, query
    }

    let form: Form
    let document: Span<UInt8>
    let operationName: Span<UInt8>
    let hash: UInt64

    @_lifetime(copy document, copy operationName)
    init(_ form: Form, document: Span<UInt8>, operationName: Span<UInt8>) {
        self.form = form
        self.document = document
        self.operationName = operationName
        hash = Self.hash(operationName, after: Self.hash(document, after: Self.seed ^ UInt64(form.rawValue)))
    }

    var count: Int { document.count + operationName.count }

    /// Differ in each process, so that nobody can prepare documents that collide.
    private static let seed = UInt64.random(in: .min ... .max)
    private static let secret = UInt64.random(in: .min ... .max)

    /// Thirty-two bytes a step in two halves that do not wait for each other, each folded in by a wide multiplication, as
    /// wyhash does; the last step overlaps the one before. Not for telling documents apart: equal hashes are followed by
    /// a comparison.
    private static func hash(_ bytes: Span<UInt8>, after start: UInt64) -> UInt64 {
        let secret = secret
        let count = bytes.count
        var hash = start ^ UInt64(count)
        guard count >= 16 else {
            guard count >= 8 else {
                return fold(bytes.indices.reduce(0) { $0 << 8 | UInt64(bytes[$1]) } ^ secret, hash)
            }
            return fold(bytes.word(at: 0) ^ secret, bytes.word(at: count &- 8) ^ hash)
        }
        var other = hash &+ secret
        var offset = 0
        while offset &+ 32 < count {
            hash = fold(bytes.word(at: offset) ^ secret, bytes.word(at: offset &+ 8) ^ hash)
            other = fold(bytes.word(at: offset &+ 16) ^ secret, bytes.word(at: offset &+ 24) ^ other)
            offset &+= 32
        }
        offset = min(offset, count &- 16)
        hash = fold(bytes.word(at: offset) ^ secret, bytes.word(at: offset &+ 8) ^ hash)
        other = fold(bytes.word(at: count &- 16) ^ secret, bytes.word(at: count &- 8) ^ other)
        return fold(hash ^ secret, other)
    }

    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}

extension Span<UInt8> {
    /// Eight bytes from an offset on.
    @inline(__always) fileprivate func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset &+ 8 <= count)
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
    }
}

/// A key's bytes, kept.
struct StoredDocumentKey {
    let hash: UInt64
    private let form: DocumentKey.Form
    private let documentCount: Int
    /// The document's, then the name's.
    private let bytes: [UInt8]

    init(_ key: borrowing DocumentKey) {
        hash = key.hash
        form = key.form
        documentCount = key.document.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(key.count)
        unsafe key.document.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        unsafe key.operationName.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        self.bytes = bytes
    }

    func equals(_ key: borrowing DocumentKey) -> Bool {
        guard hash == key.hash, form == key.form, documentCount == key.document.count, bytes.count == key.count else {
            return false
        }
        return unsafe bytes.withUnsafeBytes { own in
            let sameDocument = unsafe key.document.withUnsafeBytes {
                unsafe Self.areEqual(own.prefix(documentCount), $0)
            }
            return unsafe sameDocument
                && key.operationName.withUnsafeBytes { unsafe Self.areEqual(own.dropFirst(documentCount), $0) }
        }
    }

    private static func areEqual(_ one: Slice<UnsafeRawBufferPointer>, _ other: UnsafeRawBufferPointer) -> Bool {
        let one = unsafe UnsafeRawBufferPointer(rebasing: one)
        guard one.count == other.count, let start = one.baseAddress, let otherStart = other.baseAddress else {
            return one.count == other.count
        }
        return unsafe memcmp(start, otherStart, one.count) == 0
    }
}
