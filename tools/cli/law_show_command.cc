// tidewaiter law show
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "tools/cli/law_ask.h"
#include "tools/cli/law_commands.h"
#include "tools/cli/law_listing_table.h"

namespace tidewaiter::cli {
namespace {

// Whether `id` is among `ids`, which are joined by ";".
bool HasId(std::string_view ids, std::string_view id) {
  const std::vector<absl::string_view> all = absl::StrSplit(AsAbsl(ids), ';');
  return std::find(all.begin(), all.end(), AsAbsl(id)) != all.end();
}

// What a reader must know to look an instrument up: "  citation      S.C. 1996, c. 19" and so on.
std::string InstrumentHead(const Database& database, const Instrument& instrument,
                           std::string_view listings) {
  std::string out = Concat(TerminalText(instrument.title), "\n");
  const auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) AppendTo(out, absl::StrFormat("  %-12s  ", AsAbsl(label)), TerminalText(text), "\n");
  };
  line("jurisdiction", instrument.jurisdiction);
  line("citation", instrument.citation);
  line("address", instrument.address);
  line("licence", instrument.licence);
  line("read as of", instrument.consolidated_to ? FormatIsoDate(*instrument.consolidated_to) : "not known");
  for (const Source& source : database.content().sources) {
    if (!HasId(instrument.source_ids, source.id)) continue;
    line("source", Concat(source.title, ", ", source.publisher, "; seen ", source.seen_on));
  }
  AppendTo(out, "  listings      ", listings, "\n\n");
  return out;
}

// Regulations may only set amounts and duties for what an act lists: the listings of the same law that were
// read in a text of `instrument`.
std::vector<size_t> ListingsDrawingOn(const Database& database, const Instrument& instrument) {
  const std::vector<absl::string_view> sources = absl::StrSplit(AsAbsl(instrument.source_ids), ';');
  std::vector<size_t> out;
  for (size_t i = 0; i < database.listings().size(); ++i) {
    const Listing& listing = database.listings()[i];
    if (listing.jurisdiction != instrument.jurisdiction) continue;
    if (std::any_of(sources.begin(), sources.end(),
                    [&](absl::string_view source) { return HasId(listing.source_ids, AsStd(source)); })) {
      out.push_back(i);
    }
  }
  return out;
}

int Show(const AskFlags& flags) {
  const auto opened = OpenDatabase(flags.engine);
  if (!opened.ok()) return PrintError(AsStd(opened.status().message())), kUnreadable;
  const Database& database = **opened;
  if (flags.subject.empty()) {
    RowTable table({{"instrument", "INSTRUMENT"},
                    {"jurisdiction", "LAW"},
                    {"consolidated_to", "READ AS OF"},
                    {"citation", "CITATION"},
                    {"address", ""},
                    {"licence", ""},
                    {"source", ""},
                    {"title", "TITLE"}});
    for (const Instrument& i : database.instruments()) {
      table.Add({TextCell(i.id), TextCell(i.jurisdiction), DayCell(i.consolidated_to), TextCell(i.citation),
                 TextCell(i.address), TextCell(i.licence), TextCell(i.source_ids), TextCell(i.title)});
    }
    Print(table.Format(flags.Format()));
    return kOk;
  }
  const auto instrument = std::find_if(database.instruments().begin(), database.instruments().end(),
                                       [&](const Instrument& i) { return i.id == flags.subject; });
  if (instrument == database.instruments().end()) {
    PrintError(Concat("no instrument has the id \"", flags.subject, "\"; `tidewaiter law show` lists them"));
    return kFindings;
  }
  std::vector<size_t> listings;
  for (size_t i = 0; i < database.listings().size(); ++i) {
    if (database.listings()[i].instrument == instrument->id) listings.push_back(i);
  }
  std::string count = Concat(listings.size());
  if (listings.empty()) {
    listings = ListingsDrawingOn(database, *instrument);
    AppendTo(count, " of its own; ", listings.size(), " of other instruments draw on its text");
  }
  RowTable table(ListingColumns({{"subject_kind", ""}, {"subject", "SUBJECT"}}));
  for (const size_t i : listings) {
    const Listing& l = database.listings()[i];
    table.Add(ListingCells({TextCell(SubjectKindName(l.subject_kind)), TextCell(l.subject)}, l));
  }
  std::string out;
  if (flags.ForPeople()) out = InstrumentHead(database, *instrument, count);
  Print(out + table.Format(flags.Format()));
  return kOk;
}

}  // namespace

void AddLawShowCommand(CLI::App& law, Action& action) {
  auto flags = AddLawAsk(law, action, "show",
                         "One instrument with its listings; without an id, all instruments", Show);
  law.get_subcommand("show")->add_option("INSTRUMENT", flags->subject, "Id of an instrument");
}

}  // namespace tidewaiter::cli
