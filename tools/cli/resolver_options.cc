#include "tools/cli/resolver_options.h"

#include "chemdb/base/status_macros.h"
#include "screening/resolve/opsin_resolver.h"

namespace tidewaiter::cli {

void ResolverFlags::AddTo(CLI::App& command) {
  constexpr const char* kGroup = "Systematic names";
  command
      .add_option("--resolver", resolver,
                  "opsin: read systematic names in descriptions with OPSIN (Debian: libopsin-java and a Java "
                  "runtime) and "
                  "judge their structures; off")
      ->check(CLI::IsMember({"off", "opsin"}))
      ->capture_default_str()
      ->group(kGroup);
  command.add_option("--resolver-jar", jar, "OPSIN's jar (default: Debian's)")
      ->type_name("FILE.jar")
      ->group(kGroup);
  command.add_option("--resolver-java", java, "The Java program")->capture_default_str()->group(kGroup);
  command.add_option("--resolver-cache", cache, "Keep answers from run to run in this SQLite file")
      ->type_name("FILE")
      ->group(kGroup);
}

absl::StatusOr<std::shared_ptr<NameResolver>> ResolverFlags::Create() const {
  if (resolver == "off") return nullptr;
  OpsinOptions options;
  if (!jar.empty()) options.jar = jar;
  options.java = java;
  options.cache = cache;
  TW_ASSIGN_OR_RETURN(std::shared_ptr<NameResolver> created, CreateOpsinResolver(options));
  return created;
}

}  // namespace tidewaiter::cli
