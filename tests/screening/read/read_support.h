// Reads texts from memory through the whole reader, in chunks and blocks of any size.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chemdb/base/concat.h"
#include "screening/read/internal/open.h"

namespace tidewaiter::read {

class MemoryStream : public ByteStream {
 public:
  MemoryStream(std::string bytes, size_t chunk) : bytes_(std::move(bytes)), chunk_(chunk) {}
  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    const size_t count = std::min({capacity, chunk_, bytes_.size() - taken_});
    std::memcpy(out, bytes_.data() + taken_, count);
    taken_ += count;
    return count;
  }

 private:
  const std::string bytes_;
  const size_t chunk_;
  size_t taken_ = 0;
};

// A record that owns its texts.
struct OwnedRecord {
  uint64_t line = 0;
  std::string id;
  std::string fields[kFieldCount];
  StructureFormat structure_format = StructureFormat::kNone;
  std::string smiles_alone;  // RecordBatch::SmilesAlone
  Record record;             // its views are dead; the interpreted members are not

  const std::string& Text(Field field) const { return fields[static_cast<size_t>(field)]; }
  // "rule" or "rule:field" of each issue, joined by blanks.
  std::string Issues() const {
    std::string text;
    for (const DataIssue& issue : record.issues) {
      if (!text.empty()) text += ' ';
      text += issue.rule;
      if (!issue.field.empty()) text += ":" + issue.field;
    }
    return text;
  }
};

struct ReadResult {
  absl::Status status;  // of Open() or of the last Next()
  std::vector<OwnedRecord> records;
  std::vector<std::pair<std::string, Field>> mapped;
  std::vector<std::string> unmapped;
};

inline ReadResult ReadAll(absl::StatusOr<std::unique_ptr<RecordSource>> source) {
  ReadResult result;
  if (!source.ok()) {
    result.status = source.status();
    return result;
  }
  while (true) {
    auto batch = (*source)->Next();
    if (!batch.ok()) {
      result.status = batch.status();
      break;
    }
    if (*batch == nullptr) break;
    for (size_t i = 0; i < (*batch)->size(); ++i) {
      OwnedRecord owned;
      owned.record = (*batch)->Interpret(i);
      owned.line = owned.record.place.line;
      owned.id = owned.record.id;
      owned.structure_format = owned.record.structure_format;
      owned.smiles_alone = std::string((*batch)->SmilesAlone(i));
      for (size_t f = 0; f < kFieldCount; ++f) owned.fields[f] = std::string(owned.record.fields[f]);
      result.records.push_back(std::move(owned));
    }
  }
  result.mapped = (*source)->mapped_columns();
  result.unmapped = (*source)->unmapped_columns();
  return result;
}

inline ReadResult ReadText(std::string text, const std::string& name = "test.csv",
                           const ReadOptions& options = {}, size_t chunk = SIZE_MAX) {
  return ReadAll(OpenStream(std::make_unique<MemoryStream>(std::move(text), chunk), name, options,
                            std::make_shared<ReadProgress>()));
}

// Everything that a record says, for comparing.
inline std::string Dump(const OwnedRecord& record) {
  std::string text = Concat(record.line, " id=", record.id);
  for (size_t f = 0; f < kFieldCount; ++f) {
    if (!record.fields[f].empty())
      AppendTo(text, " ", FieldName(static_cast<Field>(f)), "=[", record.fields[f], "]");
  }
  const Record& r = record.record;
  if (r.date) AppendTo(text, " date=", FormatIsoDate(*r.date));
  AppendTo(text, " route=", r.origin, ">");
  for (const std::string& country : r.transit) AppendTo(text, country, ">");
  AppendTo(text, r.destination, " hs=", r.hs_code, " mode=", r.mode);
  if (r.quantity) {
    AppendTo(text, " q=", r.quantity->value, " ", r.quantity->unit,
             " kg=", r.quantity->kilograms.value_or(-1), " l=", r.quantity->litres.value_or(-1));
  }
  AppendTo(text, " net=", r.net_kilograms.value_or(-1), " gross=", r.gross_kilograms.value_or(-1),
           " value=", r.value.value_or(-1));
  for (const DataIssue& issue : r.issues)
    AppendTo(text, " !", issue.rule, "/", issue.field, "/", issue.message);
  return text;
}

inline std::string Dump(const ReadResult& result) {
  std::string text;
  for (const OwnedRecord& record : result.records) AppendTo(text, Dump(record), "\n");
  AppendTo(text, result.status.ok() ? "" : AsStd(result.status.message()), "\n");
  return text;
}

}  // namespace tidewaiter::read
