#include "screening/resolve/opsin_resolver.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "screening/resolve/answer_store.h"
#include "screening/resolve/line_process.h"

namespace tidewaiter {
namespace {

// After each name this one is asked, whose answer is known: should the process ever write a line too many or
// too few, the answers are out of step and none is believed.
constexpr std::string_view kProbe = "methane";
constexpr std::string_view kProbeAnswer = "C";

// The largest OPSIN jar has 14 MB.
constexpr size_t kJarBytes = size_t{256} << 20;
// Answers kept in memory; then the memory starts anew.
constexpr size_t kAnswers = 200000;

class OpsinResolver : public NameResolver {
 public:
  OpsinResolver(OpsinOptions options, std::string identity, std::optional<AnswerStore> store)
      : options_(std::move(options)), identity_(std::move(identity)), store_(std::move(store)) {}

  absl::StatusOr<std::string> Resolve(std::string_view given) override {
    const std::string name = OneLine(given);
    const std::lock_guard<std::mutex> lock(mutex_);
    ++statistics_.asked;
    if (const auto known = Known(name); known) {
      ++statistics_.cached;
      return Answer(*known);
    }
    const absl::StatusOr<std::string> smiles = Ask(name);
    if (!smiles.ok()) {
      ++statistics_.failed;
      return smiles.status();
    }
    Remember(name, *smiles);
    // A cache that cannot be written is no reason to lose an answer: the next run asks again.
    if (store_) store_->Put(name, *smiles).IgnoreError();
    return Answer(*smiles);
  }

  std::string identity() const override { return identity_; }

  ResolverStatistics statistics() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return statistics_;
  }

 private:
  // One line of printable text: what else stands in a name cannot mean anything.
  static std::string OneLine(std::string_view name) {
    std::string line(name.substr(0, kResolverNameBytes));
    for (char& c : line) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return line;
  }

  std::optional<std::string> Known(const std::string& name) {
    if (const auto known = answers_.find(name); known != answers_.end()) return known->second;
    if (!store_) return std::nullopt;
    std::optional<std::string> stored = store_->Get(name);
    if (stored) Remember(name, *stored);
    return stored;
  }

  void Remember(const std::string& name, const std::string& smiles) {
    if (answers_.size() >= kAnswers) answers_.clear();
    answers_.emplace(name, smiles);
  }

  absl::StatusOr<std::string> Answer(const std::string& smiles) {
    if (smiles.empty()) return absl::NotFoundError("the name stands for no structure");
    ++statistics_.resolved;
    return smiles;
  }

  absl::StatusOr<std::string> Ask(const std::string& name) {
    if (unanswered_ > options_.restarts)
      return absl::UnavailableError("the resolver is off: its process died or hung too often");
    bool fresh = false;
    if (!process_.running()) {
      if (started_) ++statistics_.restarts;
      started_ = true;
      if (absl::Status status = process_.Start(options_.command); !status.ok()) {
        unanswered_ = options_.restarts + 1;
        return absl::UnavailableError(status.message());
      }
      fresh = true;
    }
    const auto answers =
        process_.Ask({name, std::string(kProbe)},
                     options_.patience + (fresh ? options_.start_patience : std::chrono::milliseconds(0)));
    if (!answers.ok()) {
      ++unanswered_;
      return absl::UnavailableError(answers.status().message());
    }
    if ((*answers)[1] != kProbeAnswer) {
      process_.Kill();
      ++unanswered_;
      return absl::UnavailableError("the resolver's answers were out of step");
    }
    unanswered_ = 0;
    return (*answers)[0];
  }

  const OpsinOptions options_;
  const std::string identity_;
  mutable std::mutex mutex_;
  std::optional<AnswerStore> store_;
  std::unordered_map<std::string, std::string> answers_;  // name -> SMILES, or empty
  LineProcess process_;
  bool started_ = false;
  int unanswered_ = 0;  // deaths and hangs since the last answer
  ResolverStatistics statistics_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<NameResolver>> CreateOpsinResolver(const OpsinOptions& given) {
  OpsinOptions options = given;
  std::string identity;
  if (options.command.empty()) {
    absl::StatusOr<std::string> jar = ReadFile(options.jar, kJarBytes);
    if (!jar.ok()) {
      return absl::Status(jar.status().code(),
                          Concat("OPSIN: ", jar.status().message(), " (Debian's package is libopsin-java)"));
    }
    std::error_code ignored;
    const auto real = std::filesystem::canonical(options.jar, ignored);
    identity = Concat((ignored ? std::filesystem::path(options.jar) : real).filename().string(), " ",
                      Sha256Hex(*jar).substr(0, 16));
    options.command = {options.java, "-jar", options.jar, "-osmi"};
  } else {
    identity = options.command[0];
  }
  std::optional<AnswerStore> store;
  if (!options.cache.empty()) {
    TW_ASSIGN_OR_RETURN(AnswerStore opened, AnswerStore::Open(options.cache, identity));
    store = std::move(opened);
  }
  return std::make_unique<OpsinResolver>(std::move(options), std::move(identity), std::move(store));
}

}  // namespace tidewaiter
