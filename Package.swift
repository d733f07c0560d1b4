// swift-tools-version: 6.1
import PackageDescription

/// The CGI programs. `Sources/Features/Login` is two targets: the feature, `CGIAuthLogin`, and in `Program`
/// its `main.swift`, which becomes the product `login.cgi`. Makefile, scripts and tests read it here.
let programs = [
  "register", "login", "refresh", "logout", "account", "admin", "recover", "confirm", "protected", "guard",
]
/// Programs that are uploaded beside them, and that no web server starts: those programs do.
let helpers = ["send"]
/// Programs that people start from a shell, beside them, too.
let commands = ["cgi-auth"]
/// Programs that show how to write one, and are not uploaded.
let examples = ["members"]
/// The features of the programs.
let features = (programs + helpers + commands).map { Target.Dependency.target(name: feature($0)) }

// Whoever depends on this package shares its targets' names: all begin with the package's.
let package = Package(
  name: "cgi-auth",
  products: [.library(name: "CGIAuthCore", targets: ["CGIAuthCore"])]
    + (programs + examples).map { .executable(name: "\($0).cgi", targets: ["cgi-auth-\($0)"]) }
    + (helpers + commands).map { .executable(name: $0, targets: ["cgi-auth-\($0)"]) },
  traits: [
    .default(enabledTraits: ["Embedded"]),
    .trait(
      name: "Embedded",
      description: "Release builds are Embedded Swift: small static programs without the Swift runtime."),
  ],
  targets: [
    .systemLibrary(name: "CGIAuthLibC", path: "Sources/CLibc"),
    .systemLibrary(name: "CGIAuthOpenSSL", path: "Sources/COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CGIAuthGDBM", path: "Sources/CGDBM", providers: [.apt(["libgdbm-dev"])]),
    .systemLibrary(name: "CGIAuthCrypt", path: "Sources/CCrypt", providers: [.apt(["libcrypt-dev"])]),
    .target(name: "CGIAuthRuntime", path: "Sources/CRuntime"),
    .target(
      name: "CGIAuthTLS", path: "Sources/CTLS",
      cSettings: [.define("CGI_AUTH_STATIC", .when(configuration: .release, traits: ["Embedded"]))],
      linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    // One module of four layers: what may name what is in Tests/LayerTests.
    .target(
      name: "CGIAuthCore",
      dependencies: ["CGIAuthLibC", "CGIAuthOpenSSL", "CGIAuthGDBM", "CGIAuthCrypt"],
      path: "Sources",
      exclude: [
        "CCrypt", "CGDBM", "CLibc", "COpenSSL", "CRuntime", "CTLS", "CommonPasswords", "Features", "Transfer",
      ],
      sources: ["System", "HTTP", "Store", "AuthCore"]),
    // A module of its own: of the core's types every program carries what describes them.
    .target(name: "CGIAuthTransfer", dependencies: ["CGIAuthCore"], path: "Sources/Transfer"),
    .target(name: "CGIAuthCommonPasswords", dependencies: ["CGIAuthCore"], path: "Sources/CommonPasswords"),
    // What the tests share. It is a test target itself, and so no part of a release.
    .testTarget(
      name: "CGIAuthHarness", dependencies: ["CGIAuthCore", "CGIAuthCrypt", "CGIAuthOpenSSL"] + features,
      path: "Tests/Harness"),
    .testTarget(name: "SystemTests", dependencies: ["CGIAuthCore", "CGIAuthOpenSSL", "CGIAuthHarness"]),
    .testTarget(name: "HTTPTests", dependencies: ["CGIAuthCore", "CGIAuthHarness"]),
    .testTarget(name: "StoreTests", dependencies: ["CGIAuthCore", "CGIAuthHarness"]),
    .testTarget(
      name: "AuthCoreTests",
      dependencies: [
        "CGIAuthCore", "CGIAuthCommonPasswords", "CGIAuthHarness", "CGIAuthCrypt", "CGIAuthLibC",
        "CGIAuthOpenSSL", "CGIAuthTransfer",
      ] + features),
    .testTarget(
      name: "FeatureTests", dependencies: ["CGIAuthCore", "CGIAuthHarness", "CGIAuthTransfer"] + features,
      exclude: ["tools"]),
    .testTarget(name: "Contract", dependencies: ["CGIAuthHarness"], path: "Tests/Contract"),
    .testTarget(name: "ProgramTests", dependencies: ["CGIAuthHarness"], exclude: ["tools", "instructions"]),
    .testTarget(name: "Torture", dependencies: ["CGIAuthHarness"], path: "Tests/Torture", exclude: ["tools"]),
    .testTarget(
      name: "ServerTests", dependencies: ["CGIAuthHarness"], exclude: ["tools", "guard-paths.txt"]),
    .testTarget(name: "BrowserTests", dependencies: ["CGIAuthHarness"], exclude: ["requirements.txt"]),
  ]
    + (programs + helpers + commands).map { program in
      .target(
        name: feature(program),
        dependencies: ["CGIAuthCore"] + (helpers.contains(program) ? ["CGIAuthLibC", "CGIAuthTLS"] : [])
          + (["admin", "cgi-auth"].contains(program) ? ["CGIAuthTransfer"] : []),
        path: "Sources/Features/\(folder(program))",
        exclude: ["Program"])
    }
    + (programs + helpers + commands + examples).map { program in
      .executableTarget(
        name: "cgi-auth-\(program)",
        dependencies: [
          .target(name: examples.contains(program) ? "CGIAuthCore" : feature(program)),
          .target(name: "CGIAuthRuntime", condition: .when(traits: ["Embedded"])),
        ]
          // It takes 0.1 MB: only the programs that take new passwords carry it.
          + (["register", "account", "recover"].contains(program) ? ["CGIAuthCommonPasswords"] : []),
        path: examples.contains(program)
          ? "Examples/\(program)" : "Sources/Features/\(folder(program))/Program",
        linkerSettings: linkerSettings)
    },
  swiftLanguageModes: [.v6]
)

/// The folder of a program's feature: the word with a capital.
func folder(_ program: String) -> String {
  commands.contains(program) ? "Command" : program.prefix(1).uppercased() + program.dropFirst()
}

/// The target of a program's feature.
func feature(_ program: String) -> String { "CGIAuth\(folder(program))" }

/// Embedded Swift: no runtime and no metadata, and only what is used gets into a program.
///
/// The feature is named as a flag: told of it as a feature, SwiftPM links debug builds,
/// too, as if they were Embedded.
let embedded: [SwiftSetting] = [
  .unsafeFlags(
    [
      "-enable-experimental-feature", "Embedded", "-wmo", "-num-threads", "2", "-Xfrontend",
      "-function-sections",
      // Swift 6.3.1 names array literals by their order in a module, weakly: the linker took one for another.
      "-Xllvm", "-sil-disable-pass=object-outliner",
    ], .when(configuration: .release, traits: ["Embedded"]))
]

/// One file that runs on any Linux host, whatever libraries and C library it has.
var linkerSettings: [LinkerSetting] {
  [
    .unsafeFlags(
      [
        "-enable-experimental-feature", "Embedded", "-static-executable",
        // Fewer page faults at the start (docs/performance.md): lld, which comes with Swift, puts what a
        // request uses side by side, and constants beside the code.
        "-use-ld=lld", "-Xlinker", "--gc-sections",
        // Functions of the same code are one. Nothing here compares their addresses.
        "-Xlinker", "--icf=all",
        // A text that is the end of another one is not there twice.
        "-Xlinker", "-O2",
        "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/link/order.txt",
        "-Xlinker", "--no-warn-symbol-ordering",
        "-Xlinker", "--no-rosegment",
        // What held a password is overwritten when it is given back (CRuntime).
        "-Xlinker", "--wrap=free",
        "-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/link/no-unwinding.ld",
        "-lcrypto", "-lgdbm", "-lcrypt", "-lm",
        "-Xlinker", unicodeTables,
      ], .when(configuration: .release, traits: ["Embedded"]))
  ]
}

/// What Unicode says of characters, from the toolchain that builds: a name relative to
/// the folders it links from.
var unicodeTables: String {
  #if arch(arm64)
    let architecture = "aarch64"
  #else
    let architecture = "x86_64"
  #endif
  return "-l:../../swift/embedded/\(architecture)-unknown-linux-gnu/libswiftUnicodeDataTables.a"
}

// `make fuzz` sets this: the fuzz targets want every module built with libFuzzer's instrumentation.
if Context.environment["CGI_AUTH_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["CGIAuthCore", "CGIAuthGuard", "CGIAuthSend", "CGIAuthTransfer"],
      path: "Fuzz",
      exclude: ["corpus"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "muldefs"])]))
}

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + (target.path?.hasPrefix("Tests/") == true ? [] : embedded) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
