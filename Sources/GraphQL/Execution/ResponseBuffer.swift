/// The bytes of an answer while it is written: append-only, with truncation for null propagation.
///
/// Grows by doubling, so an answer is copied a bounded number of times and handed on without another copy (`finish`).
@safe public struct ResponseBuffer: ~Copyable {
    @usableFromInline var start: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var written = 0

    @inlinable public var count: Int { written }

    public init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        unsafe start = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { unsafe start.deallocate() }

    /// Makes room for `extra` more bytes.
    @inlinable public mutating func reserve(_ extra: Int) {
        if written + extra > capacity { grow(to: count + extra) }
    }

    @usableFromInline mutating func grow(to needed: Int) {
        let larger = max(needed, capacity * 2)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        unsafe moved.copyMemory(from: start, byteCount: written)
        unsafe start.deallocate()
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

    /// Appends a part of finished bytes. Most parts are short: they are copied by moving a fixed 32 bytes instead of by a
    /// call, wherever as many can be read and written.
    @inline(__always) mutating func append(_ range: Range<Int>, of bytes: borrowing ResponseBytes) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        reserve(max(range.count, 32))
        let target = unsafe start + written
        let source = unsafe bytes.start + range.lowerBound
        if range.count <= 32, range.lowerBound + 32 <= bytes.capacity {
            unsafe target.storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        } else {
            unsafe target.copyMemory(from: source, byteCount: range.count)
        }
        written += range.count
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

    /// Gives the bytes away; the buffer begins anew.
    public mutating func finish() -> ResponseBytes {
        let bytes = unsafe ResponseBytes(start: start, count: written, capacity: capacity)
        capacity = 64
        unsafe start = .allocate(byteCount: capacity, alignment: 16)
        written = 0
        return bytes
    }
}

/// A finished answer: immutable bytes, freed when the last holder lets go.
@safe public final class ResponseBytes: Sendable {
    nonisolated(unsafe) fileprivate let start: UnsafeMutableRawPointer
    public let count: Int
    /// How many bytes the memory holds, used or not.
    fileprivate let capacity: Int

    /// Takes over memory that was allocated by `UnsafeMutableRawPointer.allocate`.
    init(start: UnsafeMutableRawPointer, count: Int, capacity: Int) {
        unsafe self.start = start
        self.count = count
        self.capacity = capacity
    }

    deinit { unsafe start.deallocate() }

    /// Lends the bytes. Valid as long as this object lives.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A copy as a string, for tests and logs.
    public var text: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}
