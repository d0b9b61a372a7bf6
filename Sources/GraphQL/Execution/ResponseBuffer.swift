/// The bytes of an answer while it is written: append-only, with truncation for null propagation.
///
/// Grows by doubling, so an answer is copied a bounded number of times and handed on without another copy (`finish`).
@safe public struct ResponseBuffer: ~Copyable {
    /// Ours as far as there is a capacity.
    @usableFromInline var start: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var written = 0

    @inlinable public var count: Int { written }

    public init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        unsafe start = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { if capacity > 0 { unsafe start.deallocate() } }

    /// Makes room for `extra` more bytes.
    @inlinable @inline(__always) public mutating func reserve(_ extra: Int) {
        if extra > capacity - written { grow(to: written + extra) }
    }

    @usableFromInline @inline(never) mutating func grow(to needed: Int) {
        let larger = max(needed, capacity * 2)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if capacity > 0 {
            unsafe moved.copyMemory(from: start, byteCount: written)
            unsafe start.deallocate()
        }
        unsafe start = moved
        capacity = larger
    }

    @inlinable public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe start.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
        written += 1
    }

    @inlinable public mutating func append(_ bytes: RawSpan) {
        let size = bytes.byteCount
        guard size > 0 else { return }
        reserve(size)
        unsafe bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe (start + written).copyMemory(from: base, byteCount: size)
        }
        written += size
    }

    public mutating func append(_ bytes: Span<UInt8>) {
        append(unsafe bytes.bytes)
    }

    public mutating func append(_ bytes: [UInt8]) {
        append(bytes.span)
    }

    public mutating func append(_ text: StaticString) {
        let bytes = unsafe UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        append(unsafe bytes.bytes)
    }

    /// Appends the first bytes of a word that is stored whole.
    @inlinable @inline(__always) mutating func append(_ word: SIMD32<UInt8>, count: Int) {
        reserve(32)
        unsafe start.storeBytes(of: word, toByteOffset: written, as: SIMD32<UInt8>.self)
        written += count
    }

    /// Overwrites one byte.
    @inline(__always) mutating func replace(at offset: Int, with byte: UInt8) {
        precondition(offset >= 0 && offset < written)
        unsafe start.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }

    /// Forgets what was written behind the first `count` bytes.
    public mutating func truncate(to count: Int) {
        precondition(count <= written)
        written = count
    }

    /// Gives the bytes away; the buffer begins anew, without any memory.
    public mutating func finish() -> ResponseBytes {
        let bytes = unsafe ResponseBytes(start: start, count: written)
        (capacity, written) = (0, 0)
        return bytes
    }

    /// Leaves the memory to the caller.
    consuming func take() -> UnsafeMutableRawPointer {
        let start = unsafe start
        discard self
        return unsafe start
    }
}

/// A finished answer: immutable bytes, freed when the last holder lets go.
@safe public final class ResponseBytes: Sendable {
    nonisolated(unsafe) let start: UnsafeMutableRawPointer
    public let count: Int

    /// Takes over memory that was allocated by `UnsafeMutableRawPointer.allocate`.
    init(start: UnsafeMutableRawPointer, count: Int) {
        unsafe self.start = start
        self.count = count
    }

    deinit { unsafe start.deallocate() }

    /// Lends the bytes. Valid as long as this object lives.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A copy as a string, for tests and logs.
    public var text: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}
