private import CByteMarks

/// Where names and tokens lie in a text, a bit for each byte, found for 64 bytes at a time before anything is read.
///
/// Where a token may begin is known without having read the one before, so a processor works at several of them at
/// once. Strings, comments and numbers hold such places too: who has read one goes on from its end.
struct TextMarks: ~Escapable {
    let bytes: Span<UInt8>
    /// Of each 64 bytes a word that marks what belongs to names; then, of each, one that marks where tokens may begin.
    private let words: Span<UInt64>

    /// - Parameter words: what `words(of:)` has found in the same bytes.
    @_lifetime(copy bytes, copy words)
    init(_ bytes: Span<UInt8>, words: Span<UInt64>) {
        self.bytes = bytes
        self.words = words
    }

    static func words(of text: Span<UInt8>) -> ContiguousArray<UInt64> {
        let count = text.count / 64 + 1
        return unsafe ContiguousArray(unsafeUninitializedCapacity: 2 * count) { words, initializedCount in
            let names = words.baseAddress
            unsafe text.withUnsafeBufferPointer { text in
                unsafe mark_bytes(text.baseAddress, text.count, names, names.map { unsafe $0 + count })
            }
            initializedCount = 2 * count
        }
    }

    /// Marks where among 64 bytes, from the one at `64 * index` on, a token may begin.
    @inline(__always) func starts(ofWord index: Int) -> UInt64 { words[words.count / 2 &+ index] }

    /// Where the name that the byte in front of an offset belongs to ends.
    @inline(__always) func endOfName(from start: Int) -> Int {
        var offset = start
        while true {
            precondition(UInt(bitPattern: offset) <= UInt(bitPattern: bytes.count))
            // From the byte that the offset's bit is in, so that 57 bits at least are seen at once. Those read behind
            // the marks of names are never counted, for the text's end is marked as no part of one.
            let word = unsafe words.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset &>> 3, as: UInt64.self)
            let skipped = offset & 7
            let length = (~(UInt64(littleEndian: word) &>> UInt64(skipped))).trailingZeroBitCount
            offset &+= length
            if length &+ skipped < 64 { return offset }
        }
    }
}
