/// What a gateway has to carry out.
package enum Reply {
  /// The bytes of an answer, header first (RFC 3875 section 6).
  case document([UInt8])
  /// A file, or a part of it.
  case file(FileReply)
  /// Another program takes over; where it does not start, this is the answer.
  case process(ProcessLaunch, otherwise: (SystemError) -> [UInt8])
}
