private import CByteMarks

/// The memory of the marks that `TextMarks` reads.
@safe struct MarkWords: ~Copyable {
    private let start: UnsafeMutablePointer<UInt64>
    private let count: Int
    /// How many tokens there can be, the end counted.
    let countOfStarts: Int

    init(_ text: Span<UInt8>) {
        let countOfBlocks = text.count / 64 + 1
        count = 3 * countOfBlocks
        let start = UnsafeMutablePointer<UInt64>.allocate(capacity: 3 * countOfBlocks)
        unsafe self.start = start
        countOfStarts = unsafe text.withUnsafeBufferPointer { text in
            unsafe mark_bytes(text.baseAddress, text.count, start, start + countOfBlocks, start + 2 * countOfBlocks)
        }
    }

    deinit { unsafe start.deallocate() }

    /// Three words for each 64 bytes: first, of all, those that mark what belongs to names; then those that mark where
    /// tokens may begin; then those that mark what stops the plain text of a string.
    var span: Span<UInt64> {
        @_lifetime(borrow self) get {
            unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
        }
    }
}

/// Where names, tokens and strings lie in a text, a bit for each byte, found for 64 bytes at a time before anything is
/// read.
///
/// Where a token may begin is known without having read the one before, so a processor works at several of them at
/// once. Strings, comments and numbers hold such places too: who has read one goes on from its end.
struct TextMarks: ~Escapable {
    let bytes: Span<UInt8>
    /// As `MarkWords` lays them out.
    let words: Span<UInt64>
    /// Where nothing more may be read: the text's end, or a token before it that is one too many.
    private(set) var limit: Int

    @_lifetime(copy bytes, copy words)
    init(_ bytes: Span<UInt8>, words: Span<UInt64>, limit: Int) {
        self.bytes = bytes
        self.words = words
        self.limit = limit
    }

    /// - Parameters:
    ///   - words: those of the same bytes.
    ///   - maxTokens: how many tokens there may be, the end not counted.
    @_lifetime(copy bytes, borrow words)
    init(_ bytes: Span<UInt8>, words: borrowing MarkWords, maxTokens: Int = .max) {
        self.bytes = bytes
        self.words = words.span
        limit = bytes.count
        if words.countOfStarts > maxTokens {
            limit = Lexer(bytes).offset(ofToken: maxTokens) ?? bytes.count
        }
    }

    /// How many blocks of 64 bytes there are, and so words of each kind. The last block holds less, or nothing.
    @inline(__always) private var countOfBlocks: Int { bytes.count &>> 6 &+ 1 }

    /// Marks where in a block a token may begin.
    @inline(__always) func starts(inBlock block: Int) -> UInt64 { words[countOfBlocks &+ block] }

    /// Which kind of token begins at an offset, as `first_byte_kind` tells it; 0 where nothing more may be read.
    @inline(__always) func firstByteKind(at offset: Int) -> UInt8 {
        UInt(bitPattern: offset) < UInt(bitPattern: limit) ? first_byte_kind(unsafe bytes[unchecked: offset]) : 0
    }

    /// Where the name that begins at an offset ends; the offset itself where none does.
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

    /// Where a string ends that begins at an offset, if it is of one line and holds neither escapes nor characters
    /// outside ASCII.
    @inline(__always) func endOfPlainString(from start: Int) -> Int? {
        if bytes.hasThreeQuotes(at: start) { return nil }
        let end = endOfPlainText(from: start &+ 1)
        return bytes.byte(at: end) == UInt8(ascii: "\"") ? end &+ 1 : nil
    }

    /// Where digits end that begin at an offset, if they make a number and nothing follows that it could go on with.
    @inline(__always) func endOfPlainInteger(from start: Int) -> Int? {
        let end = endOfName(from: start)
        if bytes.byte(at: end) == UInt8(ascii: ".") { return nil }
        for place in start..<end where !bytes[place].isDigit { return nil }
        return end > start && (bytes[start] != UInt8(ascii: "0") || end == start &+ 1) ? end : nil
    }

    /// Where the next byte stands, from an offset on, that a string does not hold as it is; the text's end if none.
    @inline(__always) private func endOfPlainText(from start: Int) -> Int {
        var block = start &>> 6
        var stops = words[2 &* countOfBlocks &+ block] & (~0 &<< UInt64(start & 63))
        while stops == 0 {
            block &+= 1
            stops = words[2 &* countOfBlocks &+ block]
        }
        return block &<< 6 &+ stops.trailingZeroBitCount
    }
}

extension Lexer {
    /// Where a token begins, counted from 0; nil if there are not as many.
    @inline(never) fileprivate func offset(ofToken index: Int) -> Int? {
        var end = 0
        for _ in 0..<index {
            guard let token = try? token(from: end), token.kind != .endOfFile else { return nil }
            end = Int(token.end)
        }
        guard let token = try? token(from: end), token.kind != .endOfFile else { return nil }
        return Int(token.start)
    }
}
