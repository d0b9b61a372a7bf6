private import CZlib

/// Compresses whole answers. One encoder serves a loop: its 260 kB of working memory are allocated at first use and
/// reset between answers.
@safe final class GzipEncoder {
    private let stream: UnsafeMutablePointer<z_stream>
    private let level: Int32
    private var isReady = false

    init(level: Int32) {
        self.level = level
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
    }

    deinit {
        if isReady { unsafe deflateEnd(stream) }
        unsafe stream.deallocate()
    }

    /// Nil when zlib has no memory, or when compressing gains nothing.
    func encode(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard prepare() else { return nil }
        let capacity = unsafe Int(deflateBound(stream, UInt(bytes.count)))
        let encoded = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe bytes.withMemoryRebound(to: UInt8.self) { input in
                // zlib does not write to its input; the C declaration merely lacks the const.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                let status = unsafe deflate(stream, Z_FINISH)
                unsafe count = status == Z_STREAM_END ? output.count - Int(stream.pointee.avail_out) : 0
            }
        }
        return encoded.isEmpty || encoded.count >= bytes.count ? nil : encoded
    }

    private func prepare() -> Bool {
        if isReady { return unsafe deflateReset(stream) == Z_OK }
        isReady = unsafe gzip_init(stream, level) == Z_OK
        return isReady
    }
}
