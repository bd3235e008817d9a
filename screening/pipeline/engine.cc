#include "screening/pipeline/engine.h"

#include <filesystem>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/standardise.h"
#include "screening/pipeline/engine_impl.h"

namespace tidewaiter {
namespace {

absl::StatusOr<LawIdentity> MakeIdentity(const EngineOptions& options, const Database& database,
                                         const std::string& rules_digest, const ComponentTable& components) {
  LawIdentity out;
  out.database_digest = database.digest();
  out.rules_digest = Sha256Hex(Concat(rules_digest, MaskTables::Digest()));
  out.standardisation = Concat(kStandardisationVersion, "-", StandardisationDigest(components).substr(0, 12));
  for (const std::string& path : options.overlays) {
    TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kCsvTableBytes));
    Sha256 hash;
    hash.Add(text);
    out.lists.emplace_back(std::filesystem::path(path).filename().string(), hash.Hex());
  }
  return out;
}

}  // namespace

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

absl::StatusOr<std::shared_ptr<const Engine>> Engine::Create(const EngineOptions& options) {
  TW_ASSIGN_OR_RETURN(std::shared_ptr<const Database> database, Database::Open(options.database_path));
  if (!options.overlays.empty()) {
    TW_ASSIGN_OR_RETURN(database, Database::WithOverlays(database, options.overlays));
  }
  return Create(options, std::move(database));
}

absl::StatusOr<LawIdentity> IdentityOf(const EngineOptions& options, const Database& database,
                                       const ComponentTable& components) {
  TW_ASSIGN_OR_RETURN(const std::string rules,
                      ClassRuleSet::DigestOf(options.rules_dir, options.added_rules));
  return MakeIdentity(options, database, rules, components);
}

absl::StatusOr<std::shared_ptr<const Engine>> Engine::Create(const EngineOptions& options,
                                                             std::shared_ptr<const Database> database) {
  auto impl = std::make_unique<Impl>();
  impl->database = std::move(database);
  TW_ASSIGN_OR_RETURN(ClassRuleSet rules, ClassRuleSet::Load(options.rules_dir, options.added_rules));
  impl->rules = std::make_shared<const ClassRuleSet>(std::move(rules));
  TW_ASSIGN_OR_RETURN(impl->judge, StructureJudge::Create(*impl->database, *impl->rules));
  TW_ASSIGN_OR_RETURN(impl->identifier, TextIdentifier::Build(impl->database));
  return Finish(options, std::move(impl));
}

absl::StatusOr<std::shared_ptr<const Engine>> Engine::CreateLike(const Engine& like,
                                                                 const EngineOptions& options,
                                                                 std::shared_ptr<const Database> database) {
  auto impl = std::make_unique<Impl>();
  static_cast<EngineParts&>(*impl) = like.parts();
  impl->database = std::move(database);
  return Finish(options, std::move(impl));
}

absl::StatusOr<std::shared_ptr<const Engine>> Engine::Finish(const EngineOptions& options,
                                                             std::unique_ptr<Impl> impl) {
  // A list's class that no rule defines would be asked never, and silently.
  for (const Listing& listing : impl->database->listings()) {
    if (listing.from_overlay && listing.subject_kind == SubjectKind::kClass &&
        impl->rules->Find(listing.subject) == nullptr) {
      return absl::InvalidArgumentError(
          Concat(listing.source, ": no class rule has the id \"", listing.subject, "\""));
    }
  }
  TW_ASSIGN_OR_RETURN(impl->identity, MakeIdentity(options, *impl->database, impl->rules->digest(),
                                                   impl->judge->components()));
  return std::shared_ptr<const Engine>(new Engine(std::move(impl)));
}

const EngineParts& Engine::parts() const { return *impl_; }
const Database& Engine::database() const { return *impl_->database; }
std::shared_ptr<const Database> Engine::shared_database() const { return impl_->database; }
const ClassRuleSet& Engine::rules() const { return *impl_->rules; }
const LawIdentity& Engine::identity() const { return impl_->identity; }

}  // namespace tidewaiter
