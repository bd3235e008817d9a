// tidewaiter law import: official texts against the source tables, as a diff for review.
#include <cstdio>
#include <filesystem>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/law/import/importer.h"
#include "chemdb/store/builder.h"
#include "screening/report/escape.h"
#include "tools/cli/law_commands.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

// Longest official text, bytes: the largest acts of Canada have some 20 MB.
constexpr size_t kTextBytes = 64 * 1024 * 1024;

struct ImportFlags {
  std::string format;
  std::vector<std::string> files;
  std::string tables = "chemdb/data";
  std::string output;
  std::string seen_on;
  bool rows = false;
};

// What became of the rows: those that a person must look at, or all, and a count.
std::string Account(const ImportResult& result, bool all) {
  std::string out;
  size_t counts[6] = {};
  for (const ImportedRow& row : result.rows) {
    ++counts[static_cast<size_t>(row.outcome)];
    const bool plain = row.outcome == ImportedRow::Outcome::kSame ||
                       row.outcome == ImportedRow::Outcome::kRepealed ||
                       row.outcome == ImportedRow::Outcome::kApplied;
    if (plain && !all) continue;
    std::string line = Concat(row.place, ": ", OutcomeName(row.outcome), ": ", row.item, ": ", row.text);
    if (!row.substances.empty()) line += " ->";
    for (const std::string& substance : row.substances) AppendTo(line, " ", substance);
    if (!row.remark.empty()) AppendTo(line, " (", row.remark, ")");
    AppendTerminalText(out, line);
    out += '\n';
  }
  for (const std::string& remark : result.remarks)
    AppendTerminalText(out, Concat("remark: ", remark)), out += '\n';
  AppendTo(out, result.rows.size(), " rows:");
  for (size_t i = 0; i < std::size(counts); ++i) {
    AppendTo(out, i == 0 ? " " : ", ", counts[i], " ", OutcomeName(static_cast<ImportedRow::Outcome>(i)));
  }
  return out + "\n";
}

// A whole copy of the tables, the edited ones among them.
absl::Status WriteCopy(const ImportResult& result, const std::string& tables, const std::string& output) {
  std::error_code error;
  if (std::filesystem::exists(output, error)) {
    return absl::FailedPreconditionError(Concat(output, ": is there already; nothing was written"));
  }
  std::filesystem::copy(tables, output, std::filesystem::copy_options::recursive, error);
  if (error) return absl::InternalError(Concat(output, ": ", error.message()));
  for (const TableFile& table : result.tables) {
    const absl::Status status =
        WriteFileAtomically((std::filesystem::path(output) / table.name()).string(), table.Text());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

int Import(const ImportFlags& flags) {
  const LawFormat* format = FindLawFormat(flags.format);
  const auto today = flags.seen_on.empty() ? std::optional<Date>(Today()) : ParseIsoDate(flags.seen_on);
  if (!today) return PrintError(Concat("--seen-on ", flags.seen_on, ": must be YYYY-MM-DD")), kUsage;
  std::vector<LawDocument> texts;
  for (const std::string& file : flags.files) {
    const auto text = ReadFile(file, kTextBytes);
    if (!text.ok()) return PrintError(AsStd(text.status().message())), kUnreadable;
    auto document = format->parse(*text, file);
    if (!document.ok()) return PrintError(AsStd(document.status().message())), kUnreadable;
    texts.push_back(*std::move(document));
  }
  const auto tables = ReadSourceTables(flags.tables, {});
  if (!tables.ok()) return PrintError(AsStd(tables.status().message())), kUnreadable;
  if (!tables->problems.empty()) {
    return PrintError(Concat("the tables must be in order first: ", FormatProblem(tables->problems[0]))),
           kUnreadable;
  }
  const auto result = ImportLaw(*format, texts, tables->content, flags.tables, *today);
  if (!result.ok()) return PrintError(AsStd(result.status().message())), kUnreadable;
  auto sink = Sink::Open("");
  absl::Status status = sink.status();
  for (const TableFile& table : result->tables) {
    if (status.ok()) status = sink->Write(table.Diff());
  }
  if (status.ok()) status = sink->Close();
  if (status.ok() && !flags.output.empty()) status = WriteCopy(*result, flags.tables, flags.output);
  if (!status.ok()) return PrintError(AsStd(status.message())), kInternal;
  std::fputs(Account(*result, flags.rows).c_str(), stderr);
  return result->tables.empty() ? kOk : kFindings;
}

}  // namespace

void AddLawImportCommand(CLI::App& law, Action& action) {
  auto flags = std::make_shared<ImportFlags>();
  std::string about = "The format:";
  std::vector<std::string> ids;
  for (const LawFormat& format : LawFormats()) {
    AppendTo(about, " ", format.id, " (", format.about, ")");
    ids.emplace_back(format.id);
  }
  CLI::App* command = law.add_subcommand(
      "import", "Compare official texts with the source tables: a diff for review, nothing is written");
  command->add_option("--from", flags->format, about)->required()->check(CLI::IsMember(ids));
  command->add_option("FILE", flags->files, "Official XML; all languages of an instrument together")
      ->required();
  command->add_option("--tables", flags->tables, "Folder of source tables")->capture_default_str();
  command->add_option("--output,-o", flags->output,
                      "Also write a patched copy of the tables into this new folder");
  command->add_option("--seen-on", flags->seen_on, "The day on which the texts were seen (default: today)");
  command->add_flag("--rows", flags->rows, "Account for every row, not only for those that differ");
  command->callback([flags, &action] { action = [flags] { return Import(*flags); }; });
}

}  // namespace tidewaiter::cli
