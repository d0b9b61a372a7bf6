import CLibevent

/// Reads and checks what libevent parsed of a request's head.
enum RequestHead {
    /// What evhttp lets through and we do not, as the reason shown with the 400. Two readings of where a body ends let
    /// one request hide in another (RFC 9112, section 11.2), so every doubt is refused. A repeated `Transfer-Encoding`,
    /// or one beside a length, evhttp refuses itself.
    static func flaw(of raw: UnsafeMutablePointer<evhttp_request>) -> String? {
        var lengths = 0
        var hosts = 0
        var hasBody = false
        var flaw: String?
        unsafe forEachHeader(of: raw) { name, value in
            if unsafe isName(name, "content-length") {
                lengths += 1
                if unsafe !isDecimal(value) { flaw = "Content-Length is not a number" }
                if unsafe !isZero(value) { hasBody = true }
            } else if unsafe isName(name, "transfer-encoding") {
                hasBody = true
                if unsafe !isName(value, "chunked") { flaw = "Transfer-Encoding must be chunked" }
            } else if unsafe isName(name, "host") {
                hosts += 1
            }
            if unsafe !isToken(name) { flaw = "a header name holds a character that is not allowed" }
        }
        if lengths > 1 { flaw = "Content-Length is repeated" }
        if hosts > 1 { flaw = "Host is repeated" }
        if unsafe hosts == 0 && raw.pointee.minor >= 1 { flaw = "Host is missing" }
        if unsafe hasBody && !readsBody(of: raw) { flaw = "a request of this method may have no body" }
        return flaw
    }

    /// Whether evhttp reads the body that a request announces. Of other methods it takes the body for the next request;
    /// CONNECT has none (RFC 9110, section 9.3.6).
    private static func readsBody(of raw: UnsafeMutablePointer<evhttp_request>) -> Bool {
        switch unsafe raw.pointee.type {
        case EVHTTP_REQ_GET, EVHTTP_REQ_POST, EVHTTP_REQ_PUT, EVHTTP_REQ_PATCH, EVHTTP_REQ_DELETE, EVHTTP_REQ_OPTIONS:
            true
        default: false
        }
    }

    static func forEachHeader(
        of raw: UnsafeMutablePointer<evhttp_request>,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void
    ) {
        var next = unsafe raw.pointee.input_headers.pointee.tqh_first
        while let header = unsafe next {
            unsafe body(header.pointee.key, header.pointee.value)
            unsafe next = header.pointee.next.tqe_next
        }
    }

    /// The value of the first header of this name. Names are short and few: they are compared here, byte by byte, since
    /// every call of libevent's own search costs a copy of the name.
    static func firstHeader(
        of raw: UnsafeMutablePointer<evhttp_request>, named name: StaticString
    ) -> UnsafePointer<CChar>? {
        var next = unsafe raw.pointee.input_headers.pointee.tqh_first
        while let header = unsafe next {
            if unsafe isName(header.pointee.key, name) { return unsafe UnsafePointer(header.pointee.value) }
            unsafe next = header.pointee.next.tqe_next
        }
        return nil
    }

    /// Whether a header's name is this one, in any case of its letters.
    static func isName(_ key: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
        let letters = unsafe name.utf8Start
        for index in 0..<name.utf8CodeUnitCount {
            let difference = unsafe UInt8(bitPattern: key[index]) ^ letters[index]
            guard difference == 0 || difference == 0x20 && isLetter(unsafe letters[index]) else { return false }
        }
        return unsafe key[name.utf8CodeUnitCount] == 0
    }

    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

    static func method(of raw: UnsafeMutablePointer<evhttp_request>) -> HTTPMethod {
        switch unsafe raw.pointee.type {
        case EVHTTP_REQ_GET: .get
        case EVHTTP_REQ_POST: .post
        case EVHTTP_REQ_HEAD: .head
        case EVHTTP_REQ_PUT: .put
        case EVHTTP_REQ_DELETE: .delete
        case EVHTTP_REQ_OPTIONS: .options
        case EVHTTP_REQ_PATCH: .patch
        default: .other
        }
    }

    /// Empty for the targets that have none (CONNECT).
    static func path(of raw: UnsafeMutablePointer<evhttp_request>) -> String {
        guard let target = unsafe raw.pointee.uri_elems, let path = unsafe evhttp_uri_get_path(target) else {
            return ""
        }
        return unsafe String(cString: path)
    }

    static func query(of raw: UnsafeMutablePointer<evhttp_request>) -> String? {
        guard let target = unsafe raw.pointee.uri_elems, let query = unsafe evhttp_uri_get_query(target) else {
            return nil
        }
        return unsafe String(cString: query)
    }

    /// Whether and how the connection goes on, as evhttp itself will decide after the answer.
    static func persistence(of raw: UnsafeMutablePointer<evhttp_request>) -> ResponseHead.Persistence {
        let connection = unsafe firstHeader(of: raw, named: "Connection")
        if let connection = unsafe connection, unsafe isName(connection, "close") {
            return .close
        }
        if unsafe raw.pointee.flags & EVHTTP_PROXY_REQUEST != 0 { return .close }
        if unsafe evhttp_find_header(raw.pointee.output_headers, "Connection") != nil { return .close }
        guard unsafe raw.pointee.minor == 0 else { return .isImplied }
        guard let connection = unsafe connection else { return .close }
        return unsafe evutil_ascii_strncasecmp(connection, "keep-alive", 10) == 0 ? .keepAlive : .close
    }

    private static func isDecimal(_ text: UnsafePointer<CChar>) -> Bool {
        var index = 0
        while unsafe text[index] != 0 {
            guard unsafe UInt8(ascii: "0")...UInt8(ascii: "9") ~= UInt8(bitPattern: text[index]) else { return false }
            index += 1
        }
        return index > 0
    }

    /// Whether a number is zero, however many digits it has.
    private static func isZero(_ text: UnsafePointer<CChar>) -> Bool {
        var index = 0
        while unsafe UInt8(bitPattern: text[index]) == UInt8(ascii: "0") { index += 1 }
        return unsafe text[index] == 0
    }

    /// A header name is a token; a space before the colon is the usual trick.
    private static func isToken(_ text: UnsafePointer<CChar>) -> Bool {
        var index = 0
        while unsafe text[index] > 32 && text[index] < 127 { index += 1 }
        return unsafe index > 0 && text[index] == 0
    }
}
