// For random days, routes and substances, the listings that a screen cites are those that a plain filter of
// the source tables gives. The filter is written here, from the tables' own description
// (chemdb/data/README.md), and shares no code with the engine: not its CSV reader, nor its dates, nor its
// idea of a route.
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "gmock/gmock.h"

#include "screening/law/law_question.h"
#include "screening/pipeline/engine.h"

namespace tidewaiter {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> ReadTable(const std::filesystem::path& path) {
  std::stringstream all;
  all << std::ifstream(path).rdbuf();
  const std::string text = all.str();
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        lines.back().back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        lines.back().back() += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      lines.back().emplace_back();
    } else if (c == '\n') {
      lines.push_back({""});
    } else {
      lines.back().back() += c;
    }
  }
  std::vector<Row> out;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].size() != lines[0].size()) continue;  // the empty line at the end
    Row row;
    for (size_t k = 0; k < lines[0].size(); ++k) row[lines[0][k]] = lines[i][k];
    out.push_back(std::move(row));
  }
  return out;
}

bool HasPart(const std::string& list, const std::string& item) {
  return !item.empty() && (";" + list + ";").find(";" + item + ";") != std::string::npos;
}

struct Journey {
  std::string day, origin, transit, destination;
};

class Tables {
 public:
  Tables() {
    const std::filesystem::path data = TIDEWAITER_SOURCE_DIR "/chemdb/data";
    for (const auto& file : std::filesystem::directory_iterator(data / "instruments")) {
      for (const Row& row : ReadTable(file.path())) jurisdiction_[row.at("id")] = row.at("jurisdiction");
    }
    for (const auto& file : std::filesystem::directory_iterator(data / "listings")) {
      for (Row& row : ReadTable(file.path())) listings_.push_back(std::move(row));
    }
    for (const Row& row : ReadTable(data / "territories.csv")) {
      territory_[row.at("country")].insert(row.at("jurisdiction"));
    }
    substances_ = ReadTable(data / "substances.csv");
    for (const auto& [country, where] : territory_) countries_.push_back(country);
    countries_.insert(countries_.end(), {"ZZ", "TH", "KP", "AF", ""});  // no law of theirs is in the tables
  }

  const std::vector<Row>& substances() const { return substances_; }
  const std::vector<std::string>& countries() const { return countries_; }
  const std::vector<Row>& listings() const { return listings_; }

  std::set<std::string> InForce(const std::string& kind, const std::string& subject, const Journey& j) const {
    std::set<std::string> out;
    for (const Row& row : listings_) {
      if (row.at("subject_kind") != kind || row.at("subject") != subject) continue;
      const std::string& from = row.at("in_force_from");
      const std::string& to = row.at("in_force_to");
      if (!from.empty() && j.day < from) continue;  // ISO days compare as text
      if (!to.empty() && j.day > to) continue;
      if (Reaches(row, j)) out.insert(row.at("id"));
    }
    return out;
  }

 private:
  bool Reaches(const Row& row, const Journey& j) const {
    const std::string& law = jurisdiction_.at(row.at("instrument"));
    const auto holds_in = [&](const std::string& country) {
      const auto it = territory_.find(country);
      return it != territory_.end() && it->second.count(law) > 0;
    };
    const bool no_route = j.origin.empty() && j.transit.empty() && j.destination.empty();
    const bool everywhere = no_route || law == "UN";
    const bool exports = everywhere || holds_in(j.origin);
    const bool imports = everywhere || holds_in(j.destination);
    const bool transits = everywhere || holds_in(j.transit);
    const std::string& direction = row.at("direction");
    if (direction == "export" && !exports) return false;
    if (direction == "import" && !imports) return false;
    if (direction == "transit" && !transits) return false;
    if (!exports && !imports && !transits) return false;
    const std::string& others = row.at("counterparts");
    if (others.empty()) return true;
    const auto may_be = [&](const std::string& country) {
      return country.empty() || HasPart(others, country);
    };
    if (HasPart(others, j.transit)) return true;
    if (direction == "export") return may_be(j.destination);
    if (direction == "import") return may_be(j.origin);
    return may_be(j.origin) || may_be(j.destination);
  }

  std::map<std::string, std::string> jurisdiction_;
  std::vector<Row> listings_, substances_;
  std::map<std::string, std::set<std::string>> territory_;
  std::vector<std::string> countries_;
};

class Draw {
 public:
  explicit Draw(uint32_t seed) : random_(seed) {}
  template <typename T>
  const T& From(const std::vector<T>& items) {
    return items[random_() % items.size()];
  }
  bool OneIn(uint32_t n) { return random_() % n == 0; }

  // Near a first or last day of some listing half of the time, for that is where mistakes are.
  std::string Day(const Tables& tables) {
    if (OneIn(2)) {
      const Row& row = From(tables.listings());
      const std::string& at = row.at(OneIn(2) ? "in_force_from" : "in_force_to");
      if (const auto day = ParseIsoDate(at)) {
        return FormatIsoDate(*day + std::chrono::days(static_cast<int>(random_() % 3) - 1));
      }
    }
    return FormatIsoDate(*ParseIsoDate("1985-01-01") + std::chrono::days(random_() % 16800));
  }
  Journey Any(const Tables& tables) {
    Journey out;
    out.day = Day(tables);
    if (!OneIn(8)) out.origin = From(tables.countries());
    if (!OneIn(8)) out.destination = From(tables.countries());
    if (OneIn(4)) out.transit = From(tables.countries());
    return out;
  }

 private:
  std::mt19937 random_;
};

std::vector<std::string> Transit(const Journey& j) {
  return j.transit.empty() ? std::vector<std::string>() : std::vector<std::string>{j.transit};
}

std::shared_ptr<const Engine> TheEngine() {
  static const std::shared_ptr<const Engine> engine = [] {
    EngineOptions options;
    options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
    options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
    auto created = Engine::Create(options);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *created : nullptr;
  }();
  return engine;
}

std::string Words(const Journey& j, const std::string& subject) {
  return subject + " on " + j.day + " from '" + j.origin + "' by '" + j.transit + "' to '" + j.destination +
         "'";
}

TEST(ListingsInForceTest, TheLawAskedIsTheTablesFiltered) {
  const Tables tables;
  ASSERT_NE(TheEngine(), nullptr);
  const Database& database = TheEngine()->database();
  Draw draw(20261124);
  size_t cited = 0, not_cited = 0;
  for (int round = 0; round < 30000; ++round) {
    const Journey j = draw.Any(tables);
    // A listing's subject, so that classes come too.
    const Row& about = draw.From(tables.listings());
    const bool is_class = about.at("subject_kind") == "class";
    const std::string& subject = about.at("subject");
    const LawQuestion question(database, *ParseIsoDate(j.day), j.origin, j.destination, Transit(j), {});
    std::set<std::string> held;
    for (const size_t listing :
         database.ListingsOf(is_class ? SubjectKind::kClass : SubjectKind::kSubstance, subject)) {
      if (question.Holds(database.listings()[listing])) held.insert(database.listings()[listing].id);
    }
    const std::set<std::string> expected = tables.InForce(about.at("subject_kind"), subject, j);
    ASSERT_EQ(held, expected) << Words(j, subject);
    (expected.empty() ? not_cited : cited) += 1;
  }
  EXPECT_GT(cited, 5000u);
  EXPECT_GT(not_cited, 5000u);
}

// The same through the whole screen: a record that names the substance by its CAS RN.
TEST(ListingsInForceTest, AScreenCitesTheTablesFiltered) {
  const Tables tables;
  ASSERT_NE(TheEngine(), nullptr);
  Screener screener(TheEngine(), ScreenOptions());
  Draw draw(7);
  size_t cited = 0;
  for (int round = 0; round < 3000; ++round) {
    const Row& substance = draw.From(tables.substances());
    if (substance.at("cas_rn").empty()) continue;
    const Journey j = draw.Any(tables);
    const std::string text = "CAS No. " + substance.at("cas_rn");
    Record record;
    record.fields[static_cast<size_t>(Field::kCasRn)] = text;
    record.date = ParseIsoDate(j.day);
    record.origin = j.origin;
    record.destination = j.destination;
    record.transit = Transit(j);
    std::set<std::string> found;
    for (const Finding& finding : screener.Screen(record).findings) {
      if (finding.subject.id != substance.at("id") || finding.relation != Relation::kExact) continue;
      for (const Listing* listing : finding.listings) found.insert(listing->id);
    }
    const std::set<std::string> expected = tables.InForce("substance", substance.at("id"), j);
    ASSERT_EQ(found, expected) << Words(j, substance.at("id"));
    cited += expected.size();
  }
  EXPECT_GT(cited, 1000u);
}

}  // namespace
}  // namespace tidewaiter
