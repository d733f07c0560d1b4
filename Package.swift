// swift-tools-version: 6.1
import PackageDescription

/// The CGI programs: a target `login` becomes the product `login.cgi`.
let programs = ["register", "login", "logout", "protected", "guard"]
/// Programs that show how to write one, and are not uploaded.
let examples = ["members"]

let package = Package(
  name: "cgi-auth",
  products: [.library(name: "AuthCore", targets: ["AuthCore", "CGI"])]
    + (programs + examples).map { .executable(name: "\($0).cgi", targets: [$0]) },
  targets: [
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CGDBM", providers: [.apt(["libgdbm-dev"])]),
    .systemLibrary(name: "CCrypt", providers: [.apt(["libcrypt-dev"])]),
    .target(name: "CRuntime"),
    .target(name: "CGI"),
    .target(name: "AuthCore", dependencies: ["CGI", "COpenSSL", "CGDBM", "CCrypt"]),
    .target(name: "CommonPasswords", dependencies: ["AuthCore"]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CGITests", dependencies: ["CGI"]),
    .testTarget(
      name: "AuthCoreTests",
      dependencies: ["AuthCore", "CGI", "CommonPasswords", "TestSupport", "CCrypt", "COpenSSL"]),
    .testTarget(
      name: "ProgramTests", dependencies: ["TestSupport"],
      exclude: ["tokens.py", "stream.py", "instructions"]),
    .testTarget(
      name: "StoreTests", dependencies: ["AuthCore", "TestSupport"],
      exclude: [
        "store.py", "kill.py", "fault.py", "powerloss.py", "disk.py", "adoption.py", "crowd.py", "full.py",
        "guess.py", "logout.py",
        "tracer.c", "inplace.c",
      ]),
    .testTarget(name: "ServerTests", dependencies: ["TestSupport"], exclude: ["crowd.py", "echo.py", "guard-paths.txt"]),
  ]
    + (programs + examples).map { program in
      .executableTarget(
        name: program,
        // The list of common passwords takes 0.1 MB: only the program that asks for it carries it.
        dependencies: ["AuthCore", "CRuntime"] + (program == "register" ? ["CommonPasswords"] : []),
        path: examples.contains(program) ? "Examples/\(program)" : nil,
        linkerSettings: [
          .unsafeFlags(
            [
              // One file that runs on any Linux host, whatever libraries and C library it has.
              "-static-executable",
              // Fewer page faults at the start (docs/performance.md): lld, which comes with Swift, puts what a request
              // uses side by side, and constants beside the code.
              "-use-ld=lld",
              "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/scripts/link-order.txt",
              "-Xlinker", "--no-warn-symbol-ordering",
              "-Xlinker", "--no-rosegment",
            ], .when(configuration: .release))
        ])
    },
  swiftLanguageModes: [.v6]
)

// `make fuzz` sets this: the fuzz targets want every module built with libFuzzer's instrumentation.
if Context.environment["CGI_AUTH_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["AuthCore", "CGI"], path: "Fuzz", exclude: ["corpus"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "muldefs"])]))
}

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
