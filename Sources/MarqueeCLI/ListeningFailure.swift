internal import Glibc
package import HTTPServer

/// The server cannot listen where its settings say. Names the setting that mends it.
package struct ListeningFailure: Error, CustomStringConvertible {
    private let reason: HTTPServerError

    package init(_ reason: HTTPServerError) { self.reason = reason }

    package var description: String {
        switch reason {
        case .portInUse: "\(reason) with MARQUEE_PORT"
        case .unknownHost: "\(reason); set MARQUEE_HOST to one"
        case .cannotListen(_, _, EADDRNOTAVAIL):
            "\(reason); set MARQUEE_HOST to an address of this machine, or to 0.0.0.0 or :: for all of them"
        case .cannotListen(_, _, EACCES):
            "\(reason); set MARQUEE_PORT to one from 1024 on, or allow this user lower ones"
        case .cannotListen: "\(reason); check MARQUEE_HOST and MARQUEE_PORT"
        case .cannotStart: "\(reason)"
        }
    }
}
