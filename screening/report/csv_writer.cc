// CSV for spreadsheets: one row a finding; records without findings are left out unless asked for.
#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/writers.h"

namespace tidewaiter {
namespace {

class CsvWriter final : public ResultWriter {
 public:
  explicit CsvWriter(const WriterOptions& options) : options_(options) {}

  void Begin(std::string& out) const override {
    out +=
        "file,line,id,disposition,rule,kind,subject,subject_name,relation,certainty,severity,evidence,"
        "listings,"
        "message,next_step\r\n";
  }

  void Format(const RecordResult& result, bool /*first*/, std::string& out) const override {
    if (result.findings.empty() && options_.all_records) AppendRow(result, nullptr, out);
    for (const Finding& finding : result.findings) AppendRow(result, &finding, out);
  }

  void End(const Summary&, const RunIdentity&, std::string&) const override {}

 private:
  static void AppendRow(const RecordResult& result, const Finding* finding, std::string& out) {
    AppendCsvCell(out, result.file);
    AppendTo(out, ",", result.line, ",");
    AppendCsvCell(out, result.id);
    AppendTo(out, ",", DispositionName(result.disposition), ",");
    if (finding == nullptr) {
      out += ",,,,,,,,,,\r\n";
      return;
    }
    AppendCsvCell(out, finding->rule);
    AppendTo(out, ",", FindingKindName(finding->kind), ",");
    AppendCsvCell(out, finding->subject.id);
    out += ',';
    AppendCsvCell(out, finding->subject.name);
    AppendTo(out, ",", RelationName(finding->relation), ",", absl::StrFormat("%g", finding->certainty), ",",
             SeverityName(finding->severity), ",");
    std::string evidence;
    for (const Evidence& piece : finding->evidence) {
      if (!evidence.empty()) evidence += " | ";
      if (const auto* text = std::get_if<TextEvidence>(&piece)) {
        AppendTo(evidence, text->field, ": ", text->text);
      } else {
        const auto& structure = std::get<StructureEvidence>(piece);
        if (structure.part.empty()) {
          AppendTo(evidence, "structure: ", structure.structure);
        } else {
          AppendTo(evidence, structure.part, ": ", structure.atoms.size(), " atoms");
        }
      }
    }
    AppendCsvCell(out, evidence);
    out += ',';
    std::string listings;
    for (const Listing* listing : finding->listings) {
      AppendTo(
          listings, listings.empty() ? "" : " | ", listing->jurisdiction, " ", listing->schedule, " ",
          listing->in_force_from ? FormatIsoDate(*listing->in_force_from) : std::string("start not known"),
          " (", listing->citation, ")");
    }
    AppendCsvCell(out, listings);
    out += ',';
    AppendCsvCell(out, finding->message);
    out += ',';
    // One step a line in the finding; a row is one line.
    std::string steps;
    for (const char c : finding->next_step) {
      if (c == '\n') {
        steps += " | ";
      } else {
        steps += c;
      }
    }
    AppendCsvCell(out, steps);
    out += "\r\n";
  }

  const WriterOptions options_;
};

}  // namespace

std::unique_ptr<ResultWriter> MakeCsvWriter(const WriterOptions& options) {
  return std::make_unique<CsvWriter>(options);
}

}  // namespace tidewaiter
