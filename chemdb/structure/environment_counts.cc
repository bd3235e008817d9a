#include "chemdb/structure/environment_counts.h"

#include <algorithm>
#include <memory>

namespace tidewaiter {

// Memory of one thread.
struct EnvironmentScratch {
  std::array<std::array<uint64_t, Skeleton::kMaxAtoms>, kEnvironmentRadii> label;
  std::array<uint64_t, Skeleton::kMaxAtoms> mixed;
  std::array<bool, Skeleton::kMaxAtoms> in_ring;
  std::vector<int16_t> seen;      // how often, of each environment of the references; all 0 between calls
  std::vector<uint32_t> touched;  // those seen
  std::vector<uint16_t> known;    // atoms whose environments occur in a reference, so far
  std::array<std::vector<int16_t>, kEnvironmentRadii>
      shared;  // of each radius, in common with each reference
};

namespace {

uint64_t Mix(uint64_t x) {
  x ^= x >> 31;
  x *= 0x9e3779b97f4a7c15u;
  x ^= x >> 29;
  x *= 0xbf58476d1ce4e5b9u;
  return x ^ (x >> 32);
}

// Which atoms have a bond whose loss would not cut the molecule in two (Tarjan's low links, without
// recursion). Needs adjacency.
void MarkRings(const Skeleton& s, std::array<bool, Skeleton::kMaxAtoms>& in_ring) {
  const int n = s.atom_count;
  std::fill_n(in_ring.begin(), n, false);
  if (s.ring_count == 0) return;
  struct Frame {
    int16_t atom;
    int16_t parent;
    uint16_t next;  // into `neighbour`
  };
  static thread_local std::array<Frame, Skeleton::kMaxAtoms> stack;
  static thread_local std::array<int16_t, Skeleton::kMaxAtoms> order, low;
  std::fill_n(order.begin(), n, int16_t{-1});
  int16_t count = 0;
  for (int root = 0; root < n; ++root) {
    if (order[root] >= 0) continue;
    int depth = 0;
    stack[0] = {static_cast<int16_t>(root), -1, s.offset[root]};
    order[root] = low[root] = count++;
    while (depth >= 0) {
      Frame& frame = stack[depth];
      if (frame.next < s.offset[frame.atom + 1]) {
        const auto other = static_cast<int16_t>(s.neighbour[frame.next++]);
        if (other == frame.parent) continue;
        if (order[other] < 0) {
          order[other] = low[other] = count++;
          stack[++depth] = {other, frame.atom, s.offset[other]};
        } else {
          low[frame.atom] = std::min(low[frame.atom], order[other]);
        }
        continue;
      }
      if (frame.parent >= 0) {
        low[frame.parent] = std::min(low[frame.parent], low[frame.atom]);
        if (low[frame.atom] <= order[frame.parent]) in_ring[frame.atom] = in_ring[frame.parent] = true;
      }
      --depth;
    }
  }
}

// The innermost labels.
void LabelAtoms(const Skeleton& s, EnvironmentScratch& scratch) {
  MarkRings(s, scratch.in_ring);
  const int n = s.atom_count;
  auto& label = scratch.label;
  for (int a = 0; a < n; ++a) {
    label[0][a] = Mix((s.element[a] * 256u + s.degree[a]) * 2u + (scratch.in_ring[a] ? 1u : 0u)) | 1;
  }
}

// The labels of `radius`, from those of the one before.
void Widen(const Skeleton& s, int radius, EnvironmentScratch& scratch) {
  const int n = s.atom_count;
  const auto& before = scratch.label[static_cast<size_t>(radius) - 1];
  auto& now = scratch.label[static_cast<size_t>(radius)];
  std::fill_n(now.begin(), n, uint64_t{0});
  for (int a = 0; a < n; ++a) scratch.mixed[a] = Mix(before[a]);
  for (int b = 0; b < s.bond_count; ++b) {
    now[s.bond_begin[b]] += scratch.mixed[s.bond_end[b]];
    now[s.bond_end[b]] += scratch.mixed[s.bond_begin[b]];
  }
  for (int a = 0; a < n; ++a) now[a] = Mix(now[a] + before[a] * 3 + static_cast<uint64_t>(radius)) | 1;
}

}  // namespace

void EnvironmentCounts::Add(const Skeleton& skeleton) {
  const auto copy = std::make_unique<Skeleton>(skeleton);
  const auto scratch = std::make_unique<EnvironmentScratch>();
  copy->BuildAdjacency();
  LabelAtoms(*copy, *scratch);
  for (int radius = 1; radius < kEnvironmentRadii; ++radius) Widen(*copy, radius, *scratch);
  std::map<uint64_t, uint32_t> counts;
  for (const auto& labels : scratch->label) {
    for (int a = 0; a < skeleton.atom_count; ++a) ++counts[labels[static_cast<size_t>(a)]];
  }
  added_.push_back(std::move(counts));
  atoms_.push_back(skeleton.atom_count);
}

void EnvironmentCounts::Finish() {
  constexpr size_t kLanes = 8;
  stride_ = (atoms_.size() + kLanes - 1) / kLanes * kLanes;
  std::map<uint64_t, uint32_t> all;
  for (const auto& counts : added_) {
    for (const auto& [label, count] : counts) {
      (void)count;
      all.emplace(label, static_cast<uint32_t>(all.size()));
    }
  }
  environments_ = all.size();
  size_t size = 16;
  while (size < 2 * environments_) size *= 2;
  slots_.assign(size, Slot());
  for (const auto& [label, environment] : all) {
    size_t at = label & (size - 1);
    while (slots_[at].label != 0) at = (at + 1) & (size - 1);
    slots_[at] = {label, environment};
  }
  counts_.assign(environments_ * stride_, 0);
  for (size_t r = 0; r < added_.size(); ++r) {
    for (const auto& [label, count] : added_[r]) {
      counts_[all[label] * stride_ + r] = static_cast<int16_t>(count);
    }
  }
}

int64_t EnvironmentCounts::Find(uint64_t label) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = label & mask; slots_[at].label != 0; at = (at + 1) & mask) {
    if (slots_[at].label == label) return slots_[at].environment;
  }
  return -1;
}

void EnvironmentCounts::Share(int radius, EnvironmentScratch& scratch) const {
  const auto& labels = scratch.label[static_cast<size_t>(radius)];
  scratch.touched.clear();
  size_t kept = 0;
  for (const uint16_t a : scratch.known) {
    // What occurs in no reference has no wider environment around the same atom that does.
    const int64_t environment = Find(labels[a]);
    if (environment < 0) continue;
    scratch.known[kept++] = a;
    if (scratch.seen[static_cast<size_t>(environment)]++ == 0) {
      scratch.touched.push_back(static_cast<uint32_t>(environment));
    }
  }
  scratch.known.resize(kept);
  auto& shared = scratch.shared[static_cast<size_t>(radius)];
  shared.assign(stride_, 0);
  for (const uint32_t environment : scratch.touched) {
    const int16_t here = scratch.seen[environment];
    scratch.seen[environment] = 0;
    const int16_t* there = &counts_[environment * stride_];
    int16_t* out = shared.data();
    for (size_t r = 0; r < stride_; ++r) {
      out[r] = static_cast<int16_t>(out[r] + (there[r] < here ? there[r] : here));
    }
  }
}

bool EnvironmentCounts::MayReach(double least, Skeleton& skeleton) const {
  if (atoms_.empty()) return false;
  static thread_local EnvironmentScratch scratch;
  skeleton.BuildAdjacency();
  LabelAtoms(skeleton, scratch);
  int widened = 0;
  scratch.seen.resize(environments_, 0);
  for (int c = 0; c < skeleton.component_count; ++c) {
    scratch.known.clear();
    for (int a = 0; a < skeleton.atom_count; ++a) {
      if (skeleton.component[static_cast<size_t>(a)] == c) scratch.known.push_back(static_cast<uint16_t>(a));
    }
    const int atoms = static_cast<int>(scratch.known.size());
    bool may = true;
    for (int radius = 0; radius < kEnvironmentRadii && may; ++radius) {
      if (radius > widened) Widen(skeleton, widened = radius, scratch);
      Share(radius, scratch);
      // At a wider radius no more can be shared than at this one.
      may = false;
      for (size_t r = 0; r < atoms_.size() && !may; ++r) {
        int shared = 0;
        for (int k = 0; k <= radius; ++k) shared += scratch.shared[static_cast<size_t>(k)][r];
        shared += (kEnvironmentRadii - 1 - radius) * scratch.shared[static_cast<size_t>(radius)][r];
        // SharedPart >= least without a division; may only keep too much.
        may = (1 + least) * shared + 1e-6 >= least * kEnvironmentRadii * (atoms + atoms_[r]);
      }
    }
    if (may) return true;
  }
  return false;
}

}  // namespace tidewaiter
