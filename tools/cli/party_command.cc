// tidewaiter party match NAME... | party clusters MANIFEST...
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/parties/party_clusters.h"
#include "screening/parties/party_index.h"
#include "screening/parties/party_name.h"
#include "screening/parties/watchlist.h"
#include "screening/read/record_source.h"
#include "screening/report/escape.h"
#include "tools/cli/command.h"

namespace tidewaiter::cli {
namespace {

struct MatchFlags {
  std::vector<std::string> names;
  std::vector<std::string> watchlists;
  double least = kPartyScore;
  bool json = false;
};

int Match(const MatchFlags& flags) {
  std::vector<WatchEntry> entries;
  for (const std::string& path : flags.watchlists) {
    absl::StatusOr<Watchlist> list = ReadWatchlist(path);
    if (!list.ok()) return PrintError(AsStd(list.status().message())), kUnreadable;
    for (const WatchlistIssue& issue : list->issues)
      PrintError(Concat(path, ":", issue.line, ": ", issue.message));
    for (WatchEntry& entry : list->entries) entries.push_back(std::move(entry));
  }
  const PartyIndex index(std::move(entries));
  PartyIndex::Scratch scratch;
  bool any = false;
  for (const std::string& name : flags.names) {
    const std::vector<PartyMatch> matches = index.Find(name, flags.least, scratch);
    any = any || !matches.empty();
    if (!flags.json) std::printf("%s: %zu on the lists\n", TerminalText(name).c_str(), matches.size());
    for (const PartyMatch& match : matches) {
      const WatchEntry& entry = index.entries()[match.entry];
      if (flags.json) {
        const nlohmann::ordered_json line = {{"query", name},
                                             {"list", entry.list},
                                             {"id", entry.id},
                                             {"name", entry.name},
                                             {"matched", match.name},
                                             {"alias", match.is_alias},
                                             {"score", match.score},
                                             {"reason", match.reason},
                                             {"programme", entry.programme},
                                             {"countries", entry.countries}};
        std::puts(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
        continue;
      }
      std::string out = absl::StrFormat("  %.2f  ", match.score);
      AppendTo(out, TerminalText(match.name));
      if (match.is_alias) AppendTo(out, " (alias of ", TerminalText(entry.name), ")");
      AppendTo(out, "  [", entry.list, " ", entry.id, entry.programme.empty() ? "" : ", ",
               TerminalText(entry.programme), "]\n        ", match.reason, "\n");
      std::fputs(out.c_str(), stdout);
    }
  }
  return any ? kFindings : kOk;
}

struct ClusterFlags {
  std::vector<std::string> files;
  double least = kPartyScore;
};

int Clusters(const ClusterFlags& flags) {
  std::vector<DeclaredParty> parties;
  std::map<std::array<std::string, 3>, uint32_t> known;
  std::vector<uint64_t> lines;  // how many lines name each
  const auto add = [&](std::string_view name, std::string_view address, std::string_view phone) {
    if (name.empty()) return;
    DeclaredParty party{std::string(name), std::string(address), std::string(phone)};
    const auto [at, is_new] = known.emplace(std::array{party.name, party.address, party.phone},
                                            static_cast<uint32_t>(parties.size()));
    if (is_new) {
      parties.push_back(std::move(party));
      lines.push_back(0);
    }
    ++lines[at->second];
  };
  for (const std::string& file : flags.files) {
    const auto source = RecordSource::Open(file, ReadOptions());
    if (!source.ok()) return PrintError(AsStd(source.status().message())), kUnreadable;
    for (;;) {
      const auto batch = (*source)->Next();
      if (!batch.ok()) return PrintError(AsStd(batch.status().message())), kUnreadable;
      if (*batch == nullptr) break;
      for (size_t i = 0; i < (*batch)->size(); ++i) {
        const Record record = (*batch)->Interpret(i);
        add(record.Text(Field::kConsignor), record.Text(Field::kConsignorAddress),
            record.Text(Field::kConsignorPhone));
        add(record.Text(Field::kConsignee), record.Text(Field::kConsigneeAddress),
            record.Text(Field::kConsigneePhone));
      }
    }
  }
  const std::vector<PartyCluster> clusters = FindPartyClusters(parties, flags.least);
  for (const PartyCluster& cluster : clusters) {
    std::printf("%zu parties that look like one\n", cluster.parties.size());
    for (const uint32_t i : cluster.parties) {
      std::string out = Concat("  ", TerminalText(parties[i].name));
      if (!parties[i].address.empty()) AppendTo(out, ", ", TerminalText(parties[i].address));
      if (!parties[i].phone.empty()) AppendTo(out, ", tel. ", TerminalText(parties[i].phone));
      AppendTo(out, " (", lines[i], lines[i] == 1 ? " line)\n" : " lines)\n");
      std::fputs(out.c_str(), stdout);
    }
    for (const PartyLink& link : cluster.links) {
      if (PartyKey(parties[link.a].name) == PartyKey(parties[link.b].name)) continue;
      std::printf("    %s = %s: %s\n", TerminalText(parties[link.a].name).c_str(),
                  TerminalText(parties[link.b].name).c_str(), link.reason.c_str());
    }
  }
  std::printf("%zu parties, %zu cluster%s\n", parties.size(), clusters.size(),
              clusters.size() == 1 ? "" : "s");
  return clusters.empty() ? kOk : kFindings;
}

}  // namespace

void AddPartyCommand(CLI::App& app, Action& action) {
  CLI::App* party = app.add_subcommand(
      "party",
      "Compare names with watchlists, or find parties that look like one. Likeness is a reason to look");
  party->require_subcommand(1);

  auto match_flags = std::make_shared<MatchFlags>();
  CLI::App* match = party->add_subcommand("match", "Which parties of the watchlists a name is like, and why");
  match->add_option("NAME", match_flags->names, "Names of companies or people")->required();
  match
      ->add_option(
          "--watchlist", match_flags->watchlists,
          "A list: OFAC's sdn.csv or sdn.xml, OpenSanctions' targets.simple.csv, or a CSV with a column "
          "\"name\" (docs/parties.md); repeatable")
      ->allow_extra_args(false)
      ->required()
      ->type_name("FILE");
  match->add_option("--least", match_flags->least, "The least score to show")
      ->check(CLI::Range(0.5, 1.0))
      ->capture_default_str();
  match->add_flag("--json", match_flags->json, "One JSON object a line");
  match->callback([match_flags, &action] { action = [match_flags] { return Match(*match_flags); }; });

  auto cluster_flags = std::make_shared<ClusterFlags>();
  CLI::App* clusters = party->add_subcommand(
      "clusters", "Consignors and consignees of manifests that look like one party under several names");
  clusters->add_option("FILE", cluster_flags->files, "Manifests")->required();
  clusters->add_option("--least", cluster_flags->least, "The least score at which names link")
      ->check(CLI::Range(0.5, 1.0))
      ->capture_default_str();
  clusters->callback(
      [cluster_flags, &action] { action = [cluster_flags] { return Clusters(*cluster_flags); }; });
}

}  // namespace tidewaiter::cli
