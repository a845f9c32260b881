mod another_file {
    pub mod spring;
    pub mod user;
}

fn main() {}
